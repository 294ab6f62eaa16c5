"""The on-line application in a browser: in Arabic on a telephone, by the keyboard alone, left and come back to."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from campanello.plans.models import Application
from tests import factories_plans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 360
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
Check = Callable[[Page], None]
# Of each step: where the keyboard goes, and what is pressed or typed there. The second country is Morocco.
KEYS: dict[str, list[tuple[str, str]]] = {
    "informativa": [("[name=has_read]", "Space")],
    "nome": [("[name=given_name]", "سارة"), ("[name=family_name]", "المخترعة")],
    "nascita": [
        ("[name=birth_date_day]", "٦"),
        ("[name=birth_date_month]", "5"),
        ("[name=birth_date_year]", "١٩٩٠"),
    ],
    "contatti": [("[name=phone]", "347 123 4567"), ("[name=has_whatsapp]", "Space")],
    "lingue": [("[name=languages][value=ar]", "Space")],
    "cittadinanza": [("[name=citizenship]", "ArrowDown"), ("[name=citizenship]", "ArrowDown")],
    "permesso": [("[name=permit]", "Space"), ("[name=permit]", "ArrowDown")],
    "casa": [("[name=resident_in_area]", "Space"), ("[name=address]", "via Manzano 4")],
    "lavoro": [("[name=employment_status]", "Space")],
    "naspi": [("[name=receives_naspi]", "Space"), ("[name=receives_naspi]", "ArrowDown")],
    "altri-aiuti": [("[name=other_public_policy]", "Space"), ("[name=other_public_policy]", "ArrowDown")],
    "difficolta": [("[name=housing_hardship]", "Space")],
    "laboratorio": [("[name=came_through]", "MILO LAB")],
}
NAMED = {"Space", "ArrowDown", "Enter"}


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab to where the keyboard is wanted; it is not there already unless it was before."""
    for _ in range(70):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not get to {selector}")


def press(page: Page, selector: str, keys: str) -> None:
    tab_to(page, selector)
    if keys in NAMED:
        page.keyboard.press(keys)
    else:
        page.keyboard.type(keys)


def go(page: Page, selector: str, address: str) -> None:
    press(page, selector, "Enter")
    page.wait_for_url(re.compile(address))


def test_in_arabic_by_keyboard_begun_left_come_back_to_and_sent(
    page_at: Callable[..., Page], assert_accessible: Check, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    factories_plans.measure(code="lorenteggio", is_public=True, titles={"it": "Lavoro", "ar": "عمل في الحي"})
    page = page_at("/domanda/", width=PHONE, language="ar")
    assert_accessible(page)
    go(page, "a[href$='/lorenteggio/']", "/misura/")
    assert_accessible(page)
    go(page, "main form [type=submit]", "/codice/")
    assert_accessible(page)
    code = page.locator(".apply-code").inner_text()
    go(page, "a[href$='/informativa/']", "/informativa/")
    for number, (slug, keys) in enumerate(KEYS.items()):
        page.wait_for_url(re.compile(f"/passo/{slug}/"))
        assert_accessible(page)
        if number == 5:
            page = back_on_another_telephone(page, page_at, assert_accessible, code)
        for selector, key in keys:
            press(page, selector, key)
        press(page, ".apply-form [type=submit]", "Enter")
    page.wait_for_url(re.compile("/documenti/"))
    assert_accessible(page)
    go(page, "a.btn[href$='/riepilogo/']", "/riepilogo/")
    assert_accessible(page)
    go(page, "main form:not([action]) [type=submit]", "/inviata/")
    assert_accessible(page)
    go(page, "a[href$='/stato/']", "/stato/")
    assert_accessible(page)
    row = Application.objects.get()
    assert (row.state, row.number, row.language) == ("pending", 1, "ar")
    assert row.answers["given_name"] == "سارة"
    assert (row.answers["birth_date"], row.answers["citizenship"]) == ("1990-05-06", "MA")
    assert (row.answers["permit"], row.answers["receives_naspi"]) == ("renewing", "no")


def back_on_another_telephone(
    page: Page, page_at: Callable[..., Page], assert_accessible: Check, code: str
) -> Page:
    go(page, "form[action$='/esci/'] button", "uscito=1")
    other = page_at("/domanda/riprendi/", width=PHONE, language="ar")
    assert_accessible(other)
    press(other, "[name=code]", code.translate(ARABIC))
    go(other, ".apply-form [type=submit]", "/riepilogo/")
    go(other, "a.btn[href*='/passo/']", "/cittadinanza/")
    return other


def test_the_photographed_square_fills_the_code_in_and_takes_it_out_of_the_address(
    page_at: Callable[..., Page],
) -> None:
    page = page_at("/domanda/riprendi/#1234567890123452", language="en")
    expect(page.locator("[name=code]")).to_have_value("1234 5678 9012 3452")
    assert page.url.endswith("/domanda/riprendi/")


SPEAKS = """
const said = [];
window.said = said;
Object.defineProperty(window, 'speechSynthesis', {value: {
  speaking: false, getVoices: () => [{lang: 'ar-EG'}], cancel() { this.speaking = false; },
  speak(text) { this.speaking = true; said.push([text.lang, text.text]); }, addEventListener() {},
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_what_is_wrong_is_accessible_and_a_page_is_read_aloud_where_a_voice_speaks_its_language(
    browser: Any, live_server: Any, assert_accessible: Check
) -> None:
    context = browser.new_context(locale="ar", viewport={"width": PHONE, "height": 800})
    context.add_init_script(SPEAKS)
    page = context.new_page()
    page.goto(f"{live_server.url}/domanda/riprendi/")
    button = page.locator("[data-aloud]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    ((language, text),) = page.evaluate("window.said")
    assert language == "ar"
    assert page.locator("h1").inner_text() in text
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    press(page, "[name=code]", "12")
    press(page, ".apply-form [type=submit]", "Enter")
    expect(page.locator(".field-errors")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/domanda/riprendi/")
    page.context.add_cookies([{"name": "language", "value": "it", "url": live_server.url}])
    page.reload()
    expect(page.locator("[data-aloud]")).to_be_hidden()
    context.close()

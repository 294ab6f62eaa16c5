"""The shared components: what each says to the eye and to a screen reader."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


def component(template: str, **context: Any) -> str:
    return " ".join(render_to_string(f"components/{template}.html", context).split())


class Visit(forms.Form):
    """A form with a field of each sort."""

    minutes = forms.IntegerField(label="Minutes", help_text="Whole ones.", max_value=90)
    note = forms.CharField(label="Note", required=False)
    channel = forms.ChoiceField(label="Channel", choices=[("door", "Door"), ("phone", "Phone")])
    reason = forms.ChoiceField(label="Reason", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    has_consent = forms.BooleanField(label="I agree")


def tags(html: str, name: str) -> list[str]:
    return re.findall(rf"<(?:{name})\b[^>]*>", html)


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def control(html: str, name: str) -> str:
    return next(tag for tag in tags(html, "input|select") if attribute(tag, "name") == name)


@pytest.mark.parametrize("data", [None, {"minutes": "many"}], ids=["a fresh form", "a form with errors"])
def test_every_control_has_a_label_and_no_description_is_missing(data: Mapping[str, str] | None) -> None:
    html = str(Visit(data))
    ids = {attribute(tag, "id") for tag in tags(html, r"\w+")}
    labelled = {attribute(tag, "for") for tag in tags(html, "label")}
    for tag in tags(html, "input") + tags(html, "select"):
        assert attribute(tag, "id") in labelled
    for tag in tags(html, r"\w+"):
        assert set(attribute(tag, "aria-describedby").split()) <= ids


def test_a_wrong_field_says_so_and_why() -> None:
    html = str(Visit({"minutes": "100", "channel": "door"}))
    minutes = control(html, "minutes")
    assert attribute(minutes, "aria-invalid") == "true"
    assert {"id_minutes_helptext", "id_minutes_error"} == set(attribute(minutes, "aria-describedby").split())
    assert "90" in re.sub(r".*id_minutes_error", "", html)[:600]
    assert not attribute(control(html, "note"), "aria-invalid")


def test_only_what_may_be_left_out_is_marked() -> None:
    html = str(Visit())
    assert html.count("field-optional") == 1
    assert re.search(r'for="id_note">Note\s*<span class="field-optional">', html)


def test_radio_buttons_are_a_group_with_a_name() -> None:
    html = " ".join(str(Visit()).split())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Reason</legend>", html)


def test_controls_look_as_the_design_has_them() -> None:
    html = str(Visit())
    assert attribute(control(html, "minutes"), "class") == "form-control"
    assert attribute(control(html, "channel"), "class") == "form-select"


def test_a_form_s_errors_lead_to_their_fields() -> None:
    html = component("form_errors", form=Visit({"minutes": "100", "channel": "door", "reason": "a"}))
    assert 'role="alert"' in html
    assert '<a href="#id_minutes">Minutes</a>' in html
    assert '<a href="#id_has_consent">I agree</a>' in html
    assert "Channel" not in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert component("form_errors", form=Visit()).strip() == ""


COLUMNS = [{"label": "Project"}, {"label": "People", "is_number": True}]


def test_a_table_has_headings_both_ways_and_its_numbers_aligned() -> None:
    html = component("table", caption="By project", columns=COLUMNS, rows=[["A <b>", 12]], footer=["All", 12])
    assert "<caption>By project</caption>" in html
    assert '<th scope="col">Project</th>' in html
    assert '<th scope="row">A &lt;b&gt;</th> <td class="is-number">12</td>' in html
    assert "<tfoot>" in html
    assert 'role="region" aria-label="By project" tabindex="0"' in html


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        component("table", caption="x", columns=COLUMNS, rows=[["A"]])


def pagination(number: int, *, of: int) -> str:
    request = RequestFactory().get("/list/", {"q": "via Roma", "page": number})
    page = Paginator(range(of * 10), 10).page(number)
    return " ".join(render_to_string("components/pagination.html", {"page": page}, request).split())


def test_pages_keep_the_filters_of_the_address() -> None:
    html = pagination(3, of=20)
    assert 'href="?q=via+Roma&amp;page=4"' in html
    assert '<span class="page-link" aria-current="page">3</span>' in html
    # Django writes the gap as the reader's language does: one character or three full stops.
    assert re.findall(r"<(?:a|span)[^>]*>(\d+|…|\.{3})</", html) == [
        "1",
        "2",
        "3",
        "4",
        str(Paginator.ELLIPSIS),
        "20",
    ]


@pytest.mark.parametrize(
    ("number", "of", "links"),
    [(1, 3, {"next"}), (2, 3, {"prev", "next"}), (3, 3, {"prev"})],
    ids=["the first page has none before", "a middle page has both", "the last page has none after"],
)
def test_neighbours(number: int, of: int, links: set[str]) -> None:
    assert set(re.findall(r'rel="(\w+)"', pagination(number, of=of))) == links


def test_a_list_of_one_page_has_no_pages_to_choose() -> None:
    assert pagination(1, of=1) == ""


@pytest.mark.parametrize("tone", ["success", "danger", "warning", "info", "neutral"])
def test_a_status_is_an_icon_and_a_word(tone: str) -> None:
    html = component("status", tone=tone, text="Signed")
    assert "Signed" in html
    assert re.search(r'<svg class="icon icon-xs" aria-hidden="true"', html)


def test_the_icons_of_two_tones_differ() -> None:
    drawn = {
        component("status", tone=tone, text="")[30:] for tone in ("success", "danger", "warning", "info")
    }
    assert len(drawn) == 4


def test_a_number_shows_its_basis_and_its_meaning() -> None:
    html = component("figure", name="Women", value="66,9", unit="%", basis="555 of 830", definition="Of all.")
    assert "66,9" in html
    assert "555 of 830" in html
    assert "<details>" in html
    assert "Of all." in html


def test_a_number_that_cannot_be_shown_says_why_and_shows_none() -> None:
    html = component("figure", name="Women", value="3", withheld="Fewer than 5.")
    assert "Fewer than 5." in html
    assert "figure-value" not in html


def test_an_empty_list_says_what_to_do() -> None:
    html = component("empty", title="Nothing yet", text="Add one.", url="/new/", action="Add")
    assert '<a class="btn btn-primary" href="/new/">Add</a>' in html
    assert "<a " not in component("empty", title="Nothing yet", text="Come back later.")


def test_progress_is_said_in_words_too() -> None:
    html = component("progress", id="p", label="Reading", done=3, total=8)
    assert '<progress id="p" value="3" max="8">' in html
    assert "3" in re.sub(r"<[^>]+>", "", html)


def test_a_notice_escapes_what_it_is_told() -> None:
    html = component("notice", tone="warning", title="Careful", text="<script>alert(1)</script>")
    assert "<script>" not in html
    assert "Careful" in html

"""The code of a receipt: typed in any way it is the same, and what is forged or changed is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.points.rules import receipts
from campanello.points.rules.receipts import ReceiptIncomplete, ReceiptUnknown, Verdict, code_of, read

SECRET = "a key of the installation, as long as you please"
ROW = "7|2f1e|1|2|3|10|award"
CODE = code_of(7, ROW, SECRET)
TYPED = {
    "as it stands": CODE,
    "in small letters": CODE.lower(),
    "without lines": CODE.replace("-", ""),
    "with spaces around everything": " ".join(f" {CODE} "),
    "with look-alikes": CODE.replace("0", "O").replace("1", "I").replace("V", "U"),
    "in Arabic figures": CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_code_is_read(typed: str) -> None:
    assert read(typed).number == 7
    assert receipts.why_not_know(read(typed), [SECRET]) is None
    assert receipts.verdict(read(typed), ROW, [SECRET]) is Verdict.TRUE


@pytest.mark.parametrize("typed", ["", "AB", "0007-1234-12345", CODE + CODE])
def test_what_is_no_code_is_said_to_be_incomplete(typed: str) -> None:
    with pytest.raises(ReceiptIncomplete):
        read(typed)


def test_a_row_that_was_changed_or_is_gone_no_longer_agrees() -> None:
    assert receipts.verdict(read(CODE), ROW.replace("10", "11"), [SECRET]) is Verdict.CHANGED
    assert receipts.verdict(read(CODE), None, [SECRET]) is Verdict.CHANGED


def test_codes_hold_when_the_key_was_changed_and_the_old_one_is_still_known() -> None:
    assert receipts.verdict(read(CODE), ROW, ["a new key", SECRET]) is Verdict.TRUE
    assert isinstance(receipts.why_not_know(read(CODE), ["a new key"]), ReceiptUnknown)


@given(st.integers(1, 2**63 - 1), st.text(max_size=40))
def test_every_number_comes_back(number: int, row: str) -> None:
    typed = read(code_of(number, row, SECRET))
    assert typed.number == number
    assert receipts.verdict(typed, row, [SECRET]) is Verdict.TRUE


@given(st.integers(0, 13), st.sampled_from(receipts.SIGNS))
def test_no_code_with_another_sign_is_true(place: int, sign: str) -> None:
    signs = CODE.replace("-", "")
    if signs[place] == sign:
        return
    typed = read(signs[:place] + sign + signs[place + 1 :])
    is_ours = receipts.why_not_know(typed, [SECRET]) is None
    assert not (is_ours and receipts.verdict(typed, ROW, [SECRET]) is Verdict.TRUE)

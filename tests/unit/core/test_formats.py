"""A day in figures is written the same in every language."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_day_and_moment_in_figures(language: str) -> None:
    with override(language):
        assert date_format(date(2025, 7, 11), "SHORT_DATE_FORMAT") == "11/07/2025"
        moment = datetime(2025, 7, 11, 9, 5, tzinfo=UTC)
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == "11/07/2025 09:05"

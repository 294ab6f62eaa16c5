"""A demonstration listens on this machine's own addresses and on no other."""

from typing import Any

import pytest

from campanello.core.server import PublicDemo, is_own, require_private

OWN = ("127.0.0.1", "127.0.0.9", "::1", "[::1]", "localhost")
PUBLIC = (
    "0.0.0.0",
    "::",
    "192.168.1.5",
    "10.0.0.1",
    "203.0.113.9",
    "campanello.example",
    "localhost.example",
    "",
    "1",
)


@pytest.mark.parametrize("host", OWN)
def test_own(host: str, settings: Any) -> None:
    settings.MODE = "demo"
    assert is_own(host)
    require_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str, settings: Any) -> None:
    settings.MODE = "demo"
    assert not is_own(host)
    with pytest.raises(PublicDemo):
        require_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_an_installation_that_is_no_demonstration_listens_where_it_is_told(host: str, settings: Any) -> None:
    settings.MODE = "production"
    assert require_private(host) is None

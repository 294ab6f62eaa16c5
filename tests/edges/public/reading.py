"""Reads a public page as a visitor does."""

import re

from django.test import Client

# None of these may touch the database: a page that looked something up there would fail without the fixture.
PAGES = {
    "the first page": "/",
    "privacy": "/privacy/",
    "legal notes": "/note-legali/",
    "accessibility": "/accessibilita/",
}
NOT_FILLED_IN = re.compile(r"%\(\w+\)|\{\{|\{%|blocktranslate")


def get(client: Client, address: str, language: str = "en", status: int = 200) -> str:
    """The page's HTML, which must come with the status given."""
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()

"""One client that lets django-hordak move money between two accounts, as its documentation does: two legs a transfer.

Runs in an environment of its own (bench/README.md), on a database of its own beside ours on the same server.
Usage: PYTHON bench/with_hordak.py URL fill | PYTHON bench/with_hordak.py URL NUMBER SECONDS
"""

import os
import sys
import time
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings


def main() -> int:
    """Make the tables and accounts, or wait for the common start, work, and say how often."""
    _set_up(sys.argv[1])
    from django.db import transaction  # noqa: PLC0415 (the settings come first)
    from hordak.models import Account  # noqa: PLC0415
    from moneyed import Money  # noqa: PLC0415

    if sys.argv[2] == "fill":
        _fill(Account)
        return 0
    number, seconds = int(sys.argv[2]), float(sys.argv[3])
    issuer = Account.objects.get(name="issuer")
    homes = list(Account.objects.exclude(name="issuer").order_by("pk"))[number::8]

    def once(place: int) -> None:
        with transaction.atomic():
            issuer.transfer_to(homes[place % len(homes)], Money(1, "EUR"))

    for place in range(20):
        once(place)
    print("ready", flush=True)
    sys.stdin.readline()
    count, end = 0, time.time() + seconds
    while time.time() < end:
        once(count)
        count += 1
    print(count)
    return 0


def _set_up(url: str) -> None:
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(host),
                "PORT": str(parts.port or ""),
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY=os.urandom(20).hex(),
    )
    django.setup()


def _fill(account: type) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    manager = account.objects
    manager.create(name="issuer", type="IN", code="1", currencies=["EUR"])
    for number in range(800):
        manager.create(name=f"home {number}", type="AS", code=str(1000 + number), currencies=["EUR"])


if __name__ == "__main__":
    sys.exit(main())

"""The gateway for SPID and CIE as the environment describes it, in the shape that allauth reads."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from campanello.core.environment import Environment

PROVIDER = "gateway"
PREFIX = "CAMPANELLO_OIDC_"
# One's own machine may be spoken to in clear, as the tests do.
IN_CLEAR_ALLOWED = frozenset({"localhost", "127.0.0.1", "::1"})


def providers(env: Environment) -> dict[str, Any]:
    """What SOCIALACCOUNT_PROVIDERS is: one OpenID Connect provider, or none where no issuer is named.

    Raises:
        ImproperlyConfigured: Something that a gateway needs is missing, or its address is not https.
    """
    issuer = env.text(f"{PREFIX}ISSUER").rstrip("/")
    if not issuer:
        return {}
    _require_https(issuer)
    secret, key_file = env.text(f"{PREFIX}CLIENT_SECRET"), env.text(f"{PREFIX}PRIVATE_KEY_FILE")
    client_id = env.text(f"{PREFIX}CLIENT_ID")
    if not client_id:
        raise ImproperlyConfigured(f"{PREFIX}CLIENT_ID is missing: the gateway knows this site by it.")
    if bool(secret) == bool(key_file):
        raise ImproperlyConfigured(
            f"Set one of {PREFIX}CLIENT_SECRET and {PREFIX}PRIVATE_KEY_FILE: this site proves itself with it."
        )
    settings = {
        "server_url": issuer,
        "uid_field": env.text(f"{PREFIX}CLAIM_SUBJECT", "sub"),
        "oauth_pkce_enabled": True,
        "scope": env.text(f"{PREFIX}SCOPE", "openid profile email").split(),
        "acr_values": env.text(f"{PREFIX}ACR_VALUES"),
        "claim_code": env.text(f"{PREFIX}CLAIM_FISCAL_NUMBER", "fiscal_number"),
        "claim_email": env.text(f"{PREFIX}CLAIM_EMAIL", "email"),
        "private_key": _key(key_file) if key_file else "",
        "key_id": env.text(f"{PREFIX}KEY_ID"),
        # Read from the gateway's own description unless set: basic, or the secret in the request.
        "token_auth_method": env.text(f"{PREFIX}TOKEN_AUTH_METHOD") or None,
    }
    app = {
        "provider_id": PROVIDER,
        "name": env.text(f"{PREFIX}NAME", "SPID / CIE"),
        "client_id": client_id,
        "secret": secret,
        "settings": settings,
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def form_targets(env: Environment) -> list[str]:
    """The origins to which a log-in may be sent on: the gateway's, and what else it names."""
    issuer = env.text(f"{PREFIX}ISSUER")
    named = env.names(f"{PREFIX}ORIGINS", (issuer,) if issuer else ())
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, named)]


def _require_https(issuer: str) -> None:
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in IN_CLEAR_ALLOWED):
        raise ImproperlyConfigured(f"{PREFIX}ISSUER is {issuer!r}; it must begin with https://.")


def _key(name: str) -> str:
    try:
        return Path(name).expanduser().read_text(encoding="ascii")
    except OSError as error:
        raise ImproperlyConfigured(
            f"{PREFIX}PRIVATE_KEY_FILE {name!r} can't be read: {error.strerror}."
        ) from None

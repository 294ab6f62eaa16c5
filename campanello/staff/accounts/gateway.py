"""Log-in through a gateway for SPID and CIE that speaks OpenID Connect; only for users who are known already.

Beyond what allauth does: the token's signature is checked, a nonce ties it to this log-in, the site may prove itself
with a key instead of a secret, and what the gateway tells of somebody is used once and not kept.
"""

import secrets
import time
from http import HTTPStatus
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from campanello.accounts import queries
from campanello.core.gateway import PROVIDER
from campanello.people.queries.log_in import people_of_tax_code

# Signatures with a key pair: whoever can check one can't make one.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384"})
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 120
NONCE = "gateway_nonce"
# SPID writes a fiscal number with its country before it.
COUNTRY_PREFIX = "TINIT-"


class ProvingClient(OAuth2Client):
    """Asks the gateway for a token; proves itself with a signed assertion where it has a key (RFC 7523)."""

    key = ""
    key_id = ""

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> Any:
        """The gateway's answer to the code."""
        if self.key:
            extra_data = {
                **(extra_data or {}),
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": self._assertion(),
            }
        return super().get_access_token(code, pkce_code_verifier, extra_data)

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.consumer_key,
            "sub": self.consumer_key,
            "aud": self.access_token_url,
            "iat": now,
            "exp": now + ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(24),
        }
        headers = {"kid": self.key_id} if self.key_id else None
        return jwt.encode(claims, self.key, algorithm="RS256", headers=headers)


class GatewayAdapter(OpenIDConnectOAuth2Adapter):
    """The gateway that the environment describes."""

    client_class = ProvingClient

    def get_client(self, request: HttpRequest, app: Any) -> Any:
        """A client with the site's key, if it has one."""
        client = super().get_client(request, app)
        client.key = app.settings["private_key"]
        client.key_id = app.settings["key_id"]
        return client

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Who logs in, with the claims aside: they are asked who it is, and not stored.

        Raises:
            OAuth2Error: The token is not signed by the gateway, not for this site, or not of this log-in.
        """
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("the gateway sent no id_token")
        claims = self._decode_id_token(app, signed)
        nonce = request.session.pop(NONCE, None)
        if not nonce or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("the id_token is of another log-in")
        told = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if told and told.get("sub") != claims["sub"]:
            raise OAuth2Error("the gateway tells of somebody else")
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.account.extra_data = {}
        login.claims = {**claims, **told}
        login.gateway = app.settings
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
            raise OAuth2Error("the id_token is not signed as it should be")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


@require_POST
@never_cache
def begin(request: HttpRequest, provider_id: str = PROVIDER) -> HttpResponse:
    """Send the reader to the gateway. Nothing of the request reaches it but where to go afterwards, on this site."""
    adapter = GatewayAdapter(request, provider_id)
    try:
        provider = _provider(adapter)
        nonce = secrets.token_urlsafe(24)
        wanted = {"nonce": nonce}
        if provider.app.settings["acr_values"]:
            wanted["acr_values"] = provider.app.settings["acr_values"]
        answer: HttpResponse = provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params=wanted,
        )
    except (OAuth2Error, RequestException, KeyError, ValueError):
        return failed(request)
    request.session[NONCE] = nonce
    return answer


@require_GET
@never_cache
def end(request: HttpRequest, provider_id: str = PROVIDER) -> HttpResponse:
    """The reader comes back from the gateway."""
    adapter = GatewayAdapter(request, provider_id)
    _provider(adapter)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except (KeyError, TypeError, ValueError, RequestException, jwt.PyJWTError):
        # What the gateway sent is not what the standard says.
        return failed(request)
    return answer


def _provider(adapter: GatewayAdapter) -> Any:
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    return adapter.get_provider()


def user_of(login: SocialLogin) -> Any:
    """The user that an identity is: linked before, or the resident with its code, or the operator with its address.

    An address counts only when the gateway says that it has verified it; a resident is never found by one.
    """
    if login.state.get("process") != AuthProcess.LOGIN:
        return None
    if login.is_existing:
        return login.user if login.user.is_active else None
    claims, names = login.claims, login.gateway
    code = str(claims.get(names["claim_code"]) or "").strip().upper().removeprefix(COUNTRY_PREFIX)
    people = people_of_tax_code(code) if code else ()
    resident = queries.user_of_people(people) if people else None
    if resident is not None:
        return resident
    if claims.get("email_verified") is not True:
        return None
    operator = queries.user_of_address(str(claims.get(names["claim_email"]) or ""))
    return operator if operator is not None and operator.person is None else None


def refused(request: HttpRequest) -> HttpResponse:
    """The page for an identity that nobody here is known by; nothing is said of whether somebody else is."""
    return render(request, "socialaccount/unknown.html", status=HTTPStatus.FORBIDDEN)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for a log-in that the gateway did not complete."""
    return render(request, "socialaccount/authentication_error.html", status=HTTPStatus.BAD_GATEWAY)

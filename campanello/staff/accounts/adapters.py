"""What allauth asks of this site: nobody signs up, mail goes out aside, log-ins leave a trace."""

import base64
import hashlib
import logging
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, override

from campanello.accounts import queries, services
from campanello.core.edges import today
from campanello.staff.accounts import gateway

logger = logging.getLogger(__name__)
# Sent aside, so that an answer takes as long for an address that is known as for one that is not.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def post(message: EmailMessage) -> None:
    """Send an e-mail without keeping the reader waiting; one that can't be sent is noted, without its address."""
    if settings.MODE == "test":
        message.send()
    else:
        _postman.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        logger.error("an e-mail could not be sent: %s", type(error).__name__)


class LogIn(DefaultAccountAdapter):
    """Log-in, log-out, passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "User name and password do not belong together. Check both; capital letters count in the password."
        ),
        "email_password_mismatch": gettext_lazy(
            "E-mail address and password do not belong together. Check both; capital letters count in the password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Type it again."),
        "enter_current_password": gettext_lazy("This is not your password. Type it again."),
        "incorrect_code": gettext_lazy(
            "This code is not right, or no longer. Type the one that is shown now."
        ),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: users are invited."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the receiver's language, and send aside."""
        user = context.get("user") or queries.user_of_address(email)
        with override(getattr(user, "language", None) or settings.LANGUAGE_CODE):
            post(self.render_mail(template_prefix, email, context))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say only what our own templates say; allauth's are not in all six languages."""
        message_template = args[2] if len(args) > 2 else kwargs.get("message_template", "")
        if kwargs.get("message") or message_template in OWN_MESSAGES:
            super().add_message(*args, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Log in, in the user's language, and note it."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        how = [record["type"] if "type" in record else record["method"] for record in records]
        services.logged_in(actor=queries.actor_of(user, today()), how=how)

    def logout(self, request: HttpRequest) -> None:
        """Note it, and log out."""
        if request.user.is_authenticated:
            services.logged_out(actor=queries.actor_of(request.user, today()))
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """Change the password; whoever was logged in with the old one elsewhere is not any more."""
        super().set_password(user, password)
        request = context.request
        services.end_other_sessions(user=user, but=request.session.session_key if request else None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who somebody is before a sensitive change, unless they have just logged in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        is_fresh = any(
            time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records
        )
        return not is_fresh and bool(super().is_reauthentication_required(app=app, **kwargs))


OWN_MESSAGES = frozenset(
    {
        "account/messages/password_changed.txt",
        "mfa/messages/totp_activated.txt",
        "mfa/messages/totp_deactivated.txt",
        "mfa/messages/recovery_codes_generated.txt",
        "mfa/messages/webauthn_added.txt",
        "mfa/messages/webauthn_removed.txt",
        "usersessions/messages/sessions_logged_out.txt",
    }
)


class SecondFactor(DefaultMFAAdapter):
    """Codes from a telephone and passkeys. Their secrets are kept encrypted with the site's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or no longer. Type the one that is shown now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt with a key of this purpose alone, made of the site's."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`. What was encrypted with another key of the site is answered with a secret nobody has."""
        try:
            return _cipher().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def _cipher() -> Fernet:
    key = hashlib.sha256(b"campanello second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Gateway(DefaultSocialAccountAdapter):
    """Log-in through SPID or CIE: only for users who are known already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up: users are invited."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the user that an identity belongs to, or refuse it in a plain sentence."""
        user = gateway.user_of(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(gateway.refused(request))
        sociallogin.user = user
        if sociallogin.account.pk is None:
            sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_: Any, **__: Any) -> None:
        """Answer a failure at the gateway with our own page."""
        raise ImmediateHttpResponse(gateway.failed(request))

    def send_notification_mail(self, *_: Any, **__: Any) -> HttpResponse | None:
        """Say nothing: the log-in itself is in the audit trail."""
        return None

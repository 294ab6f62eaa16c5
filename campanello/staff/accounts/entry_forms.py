"""The forms of log-in, passwords and second factors, with labels in all our languages and no placeholders."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePassword,
)
from allauth.account.forms import (
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

LONGEST_LOGIN = 254
LONGEST_PASSWORD = 256
PASSWORD_HELP = format_lazy(
    gettext_lazy(
        "At least {count} characters. Several words that only you put together are easy to keep in mind."
    ),
    count=settings.PASSWORD_LENGTH,
)


def relabel(form: forms.Form, **labels: Any) -> None:
    """Give fields our labels; a placeholder vanishes while one types, so there is none."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]


class LogInForm(LoginForm):
    """User name or e-mail address, and password."""

    # A link to a new password goes by e-mail, or not at all.
    can_reset = property(lambda _: settings.CAN_EMAIL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(
            self,
            login=gettext_lazy("User name or e-mail address"),
            password=gettext_lazy("Password"),
        )
        self.fields["login"].max_length = LONGEST_LOGIN
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": LONGEST_LOGIN,
        }
        self.fields["password"].max_length = LONGEST_PASSWORD
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        """The name without what no name has: a database would refuse a null."""
        login: str = super().clean_login()
        return login[:LONGEST_LOGIN]


class ConfirmPasswordForm(ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password=gettext_lazy("Your password"))


class ChangePasswordForm(AllauthChangePassword):
    """The password that one has and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(
            self,
            oldpassword=gettext_lazy("The password you have now"),
            password1=gettext_lazy("New password"),
            password2=gettext_lazy("New password again"),
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HELP


class ForgottenPasswordForm(ResetPasswordForm):
    """Where the link to a new password is to go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, email=gettext_lazy("Your e-mail address"))


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password1=gettext_lazy("New password"), password2=gettext_lazy("New password again"))
        self.fields["password1"].help_text = PASSWORD_HELP


def _for_code(form: forms.Form) -> None:
    relabel(form, code=gettext_lazy("Code"))
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 16}


class CodeForm(AuthenticateForm):
    """A code from the telephone, or one of those kept for an emergency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _for_code(self)


class ConfirmCodeForm(CodeAgainForm):
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _for_code(self)


class FirstCodeForm(ActivateTOTPForm):
    """The first code, which shows that the telephone has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _for_code(self)


# What the library raises for a credential whose parts are missing or of another kind.
NOT_A_CREDENTIAL = (AttributeError, KeyError, TypeError, ValueError)


def _no_passkey() -> forms.ValidationError:
    return forms.ValidationError(
        gettext("This passkey can't be used here. Try again, or choose another way.")
    )


class _Presented:
    """A passkey as the browser presents it; what is none is refused in words."""

    def clean_credential(self) -> Any:
        """The passkey that it is."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NOT_A_CREDENTIAL:
            raise _no_passkey() from None


class PasskeyForm(_Presented, AuthenticateWebAuthnForm):
    """A passkey as second proof."""


class PasskeyAloneForm(_Presented, LoginWebAuthnForm):
    """A passkey instead of a password."""


class ConfirmPasskeyForm(_Presented, ReauthenticateWebAuthnForm):
    """A passkey once more."""


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey with a name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(
            self,
            name=gettext_lazy("What you call it"),
            passwordless=gettext_lazy("Let me log in with it alone, without a password"),
        )
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = gettext_lazy("For example: work telephone, blue key.")
        self.fields["passwordless"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """A passkey that was made for this site and this user."""
        try:
            given: dict[str, Any] = super().clean()
        except NOT_A_CREDENTIAL:
            raise _no_passkey() from None
        return given


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, name=gettext_lazy("What you call it"))

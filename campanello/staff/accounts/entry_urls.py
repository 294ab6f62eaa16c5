"""Addresses of log-in and one's own account. Names are allauth's where it looks for them.

Nobody signs up, and nobody manages e-mail addresses of their own: those of allauth's pages have no address at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from campanello.staff.accounts import entry, gateway, keys, own
from campanello.staff.accounts.entry import framed

urlpatterns = [
    path("accesso/", framed(account.login), name="account_login"),
    path("accesso/chiave/", framed(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("accesso/secondo-fattore/", framed(mfa.authenticate), name="mfa_authenticate"),
    path("accesso/conferma/", framed(account.reauthenticate), name="account_reauthenticate"),
    path("accesso/conferma/codice/", framed(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "accesso/conferma/chiave/",
        framed(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accesso/sospeso/", framed(account.account_inactive), name="account_inactive"),
    path("accesso/fatto/", entry.after_log_in, name="after-log-in"),
    path("accesso/password/", framed(account.password_reset), name="account_reset_password"),
    path(
        "accesso/password/inviata/", framed(account.password_reset_done), name="account_reset_password_done"
    ),
    path(
        "accesso/password/cambiata/",
        framed(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accesso/password/(?P<uidb36>[0-9A-Za-z]{1,20})-(?P<key>[^/]{1,100})/$",
        framed(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    re_path(r"^accesso/(?P<provider_id>gateway)/$", gateway.begin, name="openid_connect_login"),
    re_path(r"^accesso/(?P<provider_id>gateway)/ritorno/$", gateway.end, name="openid_connect_callback"),
    re_path(r"^invito/(?P<secret>[\w-]{20,100})/$", entry.accept, name="accept-invitation"),
    path("uscita/", framed(account.logout), name="account_logout"),
    path("profilo/", own.profile, name="own-account"),
    path("profilo/password/", framed(account.password_change), name="account_change_password"),
    path("profilo/password/nuova/", framed(account.password_set), name="account_set_password"),
    path("profilo/programmi/", keys.own, name="own-keys"),
    path("profilo/programmi/<int:key>/fine/", keys.end_own, name="own-key-end"),
    path("profilo/accessi/", own.sessions, name="usersessions_list"),
    path("profilo/secondo-fattore/", framed(mfa.index), name="mfa_index"),
    path("profilo/secondo-fattore/telefono/", framed(totp.activate_totp), name="mfa_activate_totp"),
    path("profilo/secondo-fattore/telefono/togli/", framed(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "profilo/secondo-fattore/codici/", framed(codes.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "profilo/secondo-fattore/codici/nuovi/",
        framed(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "profilo/secondo-fattore/codici.txt",
        framed(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("profilo/chiavi/", framed(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("profilo/chiavi/nuova/", framed(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("profilo/chiavi/<int:pk>/nome/", framed(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("profilo/chiavi/<int:pk>/togli/", framed(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponseBase
from django.urls import include, path

from nuan.web.entry import shell, switches, views
from nuan.web.policy import FORM, READ, Who, policy


def ours(
    view: Callable[..., HttpResponseBase], who: Who, methods: tuple[str, ...] = FORM
) -> Callable[..., Any]:
    """Return allauth's view with a policy of ours beside it."""

    def declared(*args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 (a view's signature)
        return view(*args, **kwargs)

    return policy(who, methods=methods)(declared)


entry = [
    path("", views.entry, name="entry"),
    path("nowhere/", views.nowhere, name="nowhere"),
    path("code/ask/", views.ask_code, name="ask"),
    path("code/", views.enter_code, name="code"),
    path("resume/", views.resume, name="resume"),
    path("switch/", switches.switch, name="switch"),
    path("community/", switches.community, name="community"),
]

#: Names that allauth looks for.
allauth = [
    path("staff/", views.staff_sign_in, name="account_login"),
    path("out/", views.sign_out, name="account_logout"),
    path("again/", ours(account.reauthenticate, Who.SIGNED_IN), name="account_reauthenticate"),
    path("second/", ours(mfa.index, Who.SIGNED_IN, READ), name="mfa_index"),
    path("second/step/", ours(mfa.authenticate, Who.ANYONE), name="mfa_authenticate"),
    path("second/again/", ours(mfa.reauthenticate, Who.SIGNED_IN), name="mfa_reauthenticate"),
    path("second/app/", ours(totp.activate_totp, Who.SIGNED_IN), name="mfa_activate_totp"),
    path("second/app/off/", ours(totp.deactivate_totp, Who.SIGNED_IN), name="mfa_deactivate_totp"),
    path("second/codes/", ours(recovery.view_recovery_codes, Who.SIGNED_IN, READ), name="mfa_view_recovery_codes"),
    path("second/codes/new/", ours(recovery.generate_recovery_codes, Who.SIGNED_IN), name="mfa_generate_recovery_codes"),
    path("second/codes/file/", ours(recovery.download_recovery_codes, Who.SIGNED_IN, READ), name="mfa_download_recovery_codes"),
    path("second/keys/", ours(webauthn.list_webauthn, Who.SIGNED_IN, READ), name="mfa_list_webauthn"),
    path("second/keys/add/", ours(webauthn.add_webauthn, Who.SIGNED_IN), name="mfa_add_webauthn"),
    path("second/keys/again/", ours(webauthn.reauthenticate_webauthn, Who.SIGNED_IN), name="mfa_reauthenticate_webauthn"),
    path("second/keys/<int:pk>/off/", ours(webauthn.remove_webauthn, Who.SIGNED_IN), name="mfa_remove_webauthn"),
    path("second/keys/<int:pk>/", ours(webauthn.edit_webauthn, Who.SIGNED_IN), name="mfa_edit_webauthn"),
]  # fmt: skip

urlpatterns = [
    path("", views.front, name="front"),
    path("entry/", include((entry, "entry"))),
    path("entry/", include(allauth)),
    path("healthz", shell.healthz, name="healthz"),
    path("readyz", shell.readyz, name="readyz"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("sw.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
]

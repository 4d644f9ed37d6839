from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nuan.people.rules.invitation import is_invited
from nuan.people.rules.names import NotAPhone, plain_phone


def box(**attrs: str) -> forms.TextInput:
    """Return a text box in the house style."""
    return forms.TextInput(attrs={"class": "input", **attrs})


class Invited(forms.Form):
    """The code that `nuan serve` printed; the same word stands in the address it printed."""

    token = forms.CharField(
        label=_("Starting code"), max_length=40,
        widget=box(autocomplete="off", autocapitalize="characters", spellcheck="false", placeholder="XXXX-XXXX-XXXX"),
    )  # fmt: skip

    def clean_token(self) -> str:
        """Refuse every word but the one."""
        word: str = self.cleaned_data["token"]
        if not is_invited(word, secret=settings.SECRET_KEY):
            raise forms.ValidationError(_("That is not the code. Look in the window where Nuan was started."))
        return word


class First(forms.Form):
    """The company, its first community and the person who answers for it."""

    company = forms.CharField(
        label=_("Your company"), max_length=120, widget=box(autocomplete="organization")
    )
    community = forms.CharField(label=_("The community"), max_length=120, widget=box())
    desk_phone = forms.CharField(
        label=_("Phone of the service desk"), max_length=32, required=False, widget=box(inputmode="tel"),
        help_text=_("Residents see it; the help key of the large-type page calls it."),
    )  # fmt: skip
    name = forms.CharField(label=_("Your full name"), max_length=40, widget=box(autocomplete="name"))
    call_name = forms.CharField(
        label=_("How colleagues call you"), max_length=40, required=False, widget=box(placeholder="钱经理")
    )
    phone = forms.CharField(label=_("Your mobile number"), max_length=24, widget=box(inputmode="tel"))
    username = forms.SlugField(
        label=_("Login name"), max_length=80, widget=box(autocomplete="username", autocapitalize="none")
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, min_length=10, help_text=_("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        """Return the number as it is stored."""
        try:
            return plain_phone(self.cleaned_data["phone"])
        except NotAPhone as problem:
            raise forms.ValidationError(_("That is not a mobile number. It has 11 digits.")) from problem

    def clean_password(self) -> str:
        """Refuse a password that everybody guesses first."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

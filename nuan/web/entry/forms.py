from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuan.people.rules.names import NotAPhone, plain_phone


class Phone(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=24,
        help_text=_("The one your service desk knows."),
        widget=forms.TextInput(
            attrs={"class": "input", "inputmode": "tel", "autocomplete": "tel", "type": "tel"}
        ),
    )

    def clean_phone(self) -> str:
        """Return the number as it is stored; refuse what is no number, known or not."""
        try:
            plain = plain_phone(self.cleaned_data["phone"])
        except NotAPhone as problem:
            raise ValidationError(_("That is not a mobile number. It has 11 digits.")) from problem
        if not plain:
            raise ValidationError(_("That is not a mobile number. It has 11 digits."))
        return plain


class Code(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "class": "input code big",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )


class Pass(forms.Form):
    username = forms.CharField(
        label=_("Login name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

"""Forms for other houses' systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuan.web.manager.forms import box, pick
from nuan.web.manager.neighbours import RIGHTS, STAGES

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("one year"))]


class Ticks(forms.CheckboxSelectMultiple):
    """Several choices in the house style."""

    template_name = "manager/ticks.html"


class NewKey(forms.Form):
    name = forms.CharField(
        label=_("Whose system is it?"), max_length=40, widget=box(placeholder="业委会小程序")
    )
    rights = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=[(one, RIGHTS[one]) for one in RIGHTS], widget=Ticks()
    )
    days = forms.ChoiceField(label=_("How long is the key good?"), choices=DAYS, initial="365", widget=pick())


class NewHook(forms.Form):
    name = forms.CharField(
        label=_("Whose system is it?"), max_length=40, widget=box(placeholder="业委会小程序")
    )
    url = forms.CharField(
        label=_("Address to call"), max_length=500, widget=box(placeholder="https://example.com/nuan")
    )
    stages = forms.MultipleChoiceField(
        label=_("When is it told?"), choices=[(one, STAGES[one]) for one in STAGES], widget=Ticks()
    )
    playbooks = forms.MultipleChoiceField(
        label=_("Of which playbooks? (none ticked means all)"), required=False, widget=Ticks()
    )

    def __init__(self, *args: Any, playbooks: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["playbooks"].choices = playbooks  # type: ignore[attr-defined]


class NewArchive(forms.Form):
    passphrase = forms.CharField(
        label=_("Passphrase, ten characters or more"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        help_text=_("With it, names and phone numbers go along, sealed. Without it they are left out."),
    )

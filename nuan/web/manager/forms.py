from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuan.place.facts import Home, Part
from nuan.web.manager.signals import source_name
from nuan.web.manager.things import DEVICES, DOORS, PARTS

OPENS = "opens"


def box(**attrs: str) -> forms.TextInput:
    """Return a text box in the house style."""
    return forms.TextInput(attrs={"class": "input", **attrs})


def pick() -> forms.Select:
    """Return a choice in the house style."""
    return forms.Select(attrs={"class": "input"})


class NewDevice(forms.Form):
    """A device, where it is, what it speaks and how it proves itself."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=box())
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(k, DEVICES[k]) for k in DEVICES], widget=pick()
    )
    source = forms.ChoiceField(label=_("Which format does it send?"), widget=pick())
    door = forms.ChoiceField(
        label=_("How does it prove itself?"),
        choices=[(d, DOORS[d]) for d in DOORS],
        widget=pick(),
        help_text=_(
            "Signed requests are safest. A token in the address is for cameras that can set nothing else."
        ),
    )
    home = forms.CharField(
        label=_("In which home? (if any)"), max_length=40, required=False, widget=box(placeholder="3-1-502")
    )
    part = forms.ChoiceField(label=_("At which common part? (if any)"), required=False, widget=pick())
    topic = forms.CharField(
        label=_("MQTT topic (if it speaks MQTT)"), max_length=200, required=False, widget=box()
    )
    allowed_from = forms.CharField(
        label=_("Allowed networks (for a token in the address)"),
        max_length=200,
        required=False,
        widget=box(placeholder="192.168.1.0/24"),
        help_text=_("Several are parted by commas. None allows none."),
    )
    answer = forms.ChoiceField(
        label=_("What does our answer do? (for cameras that wait for one)"),
        choices=[
            ("", _("Nothing: its own list and the guard decide")),
            (OPENS, _("It opens for every car it reads")),
        ],
        required=False,
        widget=pick(),
    )

    def __init__(self, *args: Any, sources: list[str], parts: list[Part], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(name, source_name(name)) for name in sources]  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", "—"), *((str(p.uid), p.name) for p in parts)]  # type: ignore[attr-defined]


class NewPart(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, widget=box(placeholder="东门"))
    kind = forms.ChoiceField(label=_("What is it?"), choices=[(k, PARTS[k]) for k in PARTS], widget=pick())


class Book(forms.Form):
    book = forms.FileField(
        label=_("The workbook"),
        help_text=_("Excel or CSV, whoever laid it out, up to 25 MB."),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".xlsx,.xls,.csv,.txt"}),
    )


def home_named(code: str, found: Home | None) -> str:
    """Return the error for a home code nobody knows, or nothing."""
    return "" if found or not code else str(_("No home has this code. Write it like 3-1-502."))

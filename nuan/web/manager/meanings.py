"""Words for what a column of a workbook may be."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.domains.intake.facts import Meaning

MEANINGS: dict[Meaning, Promise] = {
    Meaning.NOTHING: _("not brought in"),
    Meaning.HOME: _("home, in full"),
    Meaning.BUILDING: _("building"),
    Meaning.STAIR: _("stair"),
    Meaning.ROOM: _("room"),
    Meaning.SHOP: _("shop"),
    Meaning.ADDRESS: _("address"),
    Meaning.USE: _("what the unit is for"),
    Meaning.AREA: _("gross area"),
    Meaning.NAME: _("owner or resident"),
    Meaning.PHONE: _("their phone"),
    Meaning.TIE: _("tie to the home"),
    Meaning.TENANT: _("tenant"),
    Meaning.TENANT_PHONE: _("tenant’s phone"),
    Meaning.FAMILY: _("family"),
    Meaning.BIRTH: _("birthday"),
    Meaning.KEY: _("owner’s number"),
    Meaning.PLATE: _("licence plate"),
}

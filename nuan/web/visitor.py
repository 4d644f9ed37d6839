"""Who is asking: the account, the colleague or resident behind it, the community they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nuan.people.facts import Resident, Role, Staff
from nuan.place.facts import Community
from nuan.web.policy import Who, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Made once per request; `now` is the request's only clock reading."""

    now: datetime
    zone: tzinfo
    language: str = "zh-hans"
    theme: str = "auto"
    elder_mode: bool = False
    user_id: int | None = None
    staff: Staff | None = None
    resident: Resident | None = None
    community: Community | None = None

    @property
    def names(self) -> frozenset[Who | Role]:
        """Return every name by which a policy can mean this visitor."""
        return standing(
            signed_in=self.user_id is not None, staff=self.staff, is_resident=self.resident is not None
        )

    @property
    def colleague(self) -> Staff:
        """Return the staff member asking; refuse anyone else."""
        if self.staff is None:
            raise PermissionDenied("not a member of staff")
        return self.staff

    @property
    def neighbour(self) -> Resident:
        """Return the resident asking; refuse anyone else."""
        if self.resident is None:
            raise PermissionDenied("not a resident")
        return self.resident

    @property
    def here(self) -> Community:
        """Return the community the visitor stands in; refuse those who stand nowhere."""
        if self.community is None:
            raise PermissionDenied("not tied to a community")
        return self.community


class Request(HttpRequest):
    """What views are handed: Django's request after our middleware and django-htmx's."""

    nuan: Visitor
    htmx: HtmxDetails

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django_scopes import ScopeError, get_scope

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.facts import DeviceKind, Door, PartKind

M = TypeVar("M", bound=models.Model)


class Scoped(models.Manager[M]):
    """Rows of the community in scope only; outside a scope every question raises ScopeError.

    Tenants leak through the query somebody forgot to filter, so the filter is here and not there.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        scope: dict[str, Any] = get_scope()  # type: ignore[no-untyped-call]
        if not scope.get("_enabled", True):
            return rows
        community = scope.get("community")
        if community is None:
            raise ScopeError(f"{self.model.__name__}: say whose community first: with scope(community=…)")
        if isinstance(community, (list, tuple, set)):
            return rows.filter(community__in=community)
        return rows.filter(community=community)


class ProviderRow(models.Model):
    """The property service company (物业服务企业)."""

    impersonal = {"uid", "name", "settled_at"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class CommunityRow(models.Model):
    """A management area (物业管理区域), the tenant every other row belongs to."""

    impersonal = {
        "uid", "name", "zone", "adcode", "latitude", "longitude", "quiet_from", "quiet_until",
        "weekly_cap", "desk_phone", "plan_svg",
    }  # fmt: skip

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    provider = models.ForeignKey(ProviderRow, on_delete=models.PROTECT, related_name="communities")
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    adcode = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    quiet_from = models.PositiveSmallIntegerField(default=22 * 60)
    quiet_until = models.PositiveSmallIntegerField(default=7 * 60)
    weekly_cap = models.PositiveSmallIntegerField(default=5)
    desk_phone = models.CharField(max_length=32, blank=True)
    plan_svg = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="one_community_per_name")]

    def __str__(self) -> str:
        return self.name


class BuildingRow(models.Model):
    impersonal = {"uid", "name", "plan_x", "plan_y", "plan_width", "plan_height"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="buildings")
    name = models.CharField(max_length=40)
    plan_x = models.PositiveSmallIntegerField(default=0)
    plan_y = models.PositiveSmallIntegerField(default=0)
    plan_width = models.PositiveSmallIntegerField(default=0)
    plan_height = models.PositiveSmallIntegerField(default=0)

    objects = Scoped["BuildingRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_building_per_name")]

    def __str__(self) -> str:
        return self.name


class StairRow(models.Model):
    impersonal = {"uid", "name"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    building = models.ForeignKey(BuildingRow, on_delete=models.CASCADE, related_name="stairs")
    name = models.CharField(max_length=20)

    objects = Scoped["StairRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "name"], name="one_stair_per_name")]

    def __str__(self) -> str:
        return self.name


class FloorRow(models.Model):
    impersonal = {"number"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    stair = models.ForeignKey(StairRow, on_delete=models.CASCADE, related_name="floors")
    number = models.SmallIntegerField()

    objects = Scoped["FloorRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stair", "number"], name="one_floor_per_number")]

    def __str__(self) -> str:
        return str(self.number)


class HomeRow(models.Model):
    impersonal = {"uid", "code", "room", "gross_area", "has_balcony"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="homes")
    building = models.ForeignKey(BuildingRow, on_delete=models.PROTECT, related_name="homes")
    floor = models.ForeignKey(FloorRow, on_delete=models.PROTECT, related_name="homes")
    code = models.CharField(max_length=40)
    room = models.CharField(max_length=20)
    gross_area = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    has_balcony = models.BooleanField(default=True)

    objects = Scoped["HomeRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="one_home_per_code")]

    def __str__(self) -> str:
        return self.code


class CommonPartRow(models.Model):
    """What belongs to all owners (共有部分): gates, lobbies, garages, gardens."""

    impersonal = {"uid", "kind", "name", "plan_x", "plan_y"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="parts")
    building = models.ForeignKey(BuildingRow, on_delete=models.CASCADE, null=True, related_name="parts")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in PartKind])
    name = models.CharField(max_length=60)
    plan_x = models.PositiveSmallIntegerField(default=0)
    plan_y = models.PositiveSmallIntegerField(default=0)

    objects = Scoped["CommonPartRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_part_per_name"),
            models.CheckConstraint(condition=models.Q(kind__in=list(PartKind)), name="part_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceRow(models.Model):
    """Anything that reports: a gate camera, a leak sensor, a weather feed."""

    impersonal = {
        "uid", "kind", "source", "name", "topic", "door", "path_token_hash", "allowed_from", "active",
        "heard_at", "refused_at", "may_open",
    }  # fmt: skip
    personal = {
        "secret_sealed": Personal(Grade.S3, "proves that a signal comes from this device", keep_days=30),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="devices")
    home = models.ForeignKey(HomeRow, on_delete=models.SET_NULL, null=True, related_name="devices")
    part = models.ForeignKey(CommonPartRow, on_delete=models.SET_NULL, null=True, related_name="devices")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in DeviceKind])
    source = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    topic = models.CharField(max_length=200, blank=True)
    door = models.CharField(max_length=10, choices=[(d, d) for d in Door])
    secret_sealed = models.BinaryField(null=True)
    path_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    allowed_from = models.JSONField(
        default=list
    )  # networks, "192.168.1.0/24"; empty allows none for a path token
    active = models.BooleanField(default=True)
    heard_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    # Only for cameras whose answer opens a barrier; without it their own list and the guard decide.
    may_open = models.BooleanField(default=False)

    objects = Scoped["DeviceRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_device_per_name"),
            models.CheckConstraint(condition=models.Q(door__in=list(Door)), name="device_door_known"),
            models.CheckConstraint(condition=models.Q(kind__in=list(DeviceKind)), name="device_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ScreenRow(models.Model):
    """What became of a lobby screen's address; a screen without a row still opens its first one."""

    impersonal = {"edition", "is_open", "changed_at"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="screens")
    # Without a part: the address that shows every lobby's pages.
    part = models.ForeignKey(CommonPartRow, on_delete=models.CASCADE, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = Scoped["ScreenRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part"], name="one_screen_per_part"),
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(part=None), name="one_screen_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.edition}"

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.facts import BirthCalendar, Purpose, Role, Tie
from nuan.place.models import BuildingRow, CommonPartRow, CommunityRow, HomeRow, Scoped

YEARS = 365


class User(AbstractBaseUser):
    """An account that can sign in: a staff member by login name, a resident by phone."""

    impersonal = {"uid", "last_login", "is_active", "password", "language", "theme", "elder_mode"}
    personal = {
        "username": Personal(
            Grade.S1, "signing in; a staff login name, or random for residents", keep_days=190
        ),
        "email": Personal(Grade.S1, "recovering an account", keep_days=190),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=10, default="auto")
    elder_mode = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.username


class StaffRow(models.Model):
    impersonal = {"uid", "role", "left_on", "day_limit"}
    personal = {
        "name_sealed": Personal(Grade.S2, "knowing who does the work", keep_days=3 * YEARS),
        "call_name": Personal(
            Grade.S1, "how residents and colleagues address this person", keep_days=3 * YEARS
        ),
        "phone_sealed": Personal(Grade.S2, "reaching staff on duty", keep_days=190),
        "phone_blind": Personal(Grade.S2, "finding a staff member by phone number", keep_days=190),
        "data_key": Personal(Grade.S3, "opening this person's sealed fields", keep_days=3 * YEARS),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="staff")
    buildings = models.ManyToManyField(BuildingRow, blank=True, related_name="stewards")
    role = models.CharField(max_length=20, choices=[(r, r) for r in Role])
    data_key = models.BinaryField()
    name_sealed = models.BinaryField()
    call_name = models.CharField(max_length=40)
    phone_sealed = models.BinaryField(null=True)
    phone_blind = models.CharField(max_length=64, blank=True, db_index=True)
    day_limit = models.PositiveSmallIntegerField(default=10)
    left_on = models.DateField(null=True)

    objects = Scoped["StaffRow"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="staff_role_known"),
        ]

    def __str__(self) -> str:
        return self.call_name


class ShiftRow(models.Model):
    impersonal = {"uid", "since", "until"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffRow, on_delete=models.CASCADE, related_name="shifts")
    post = models.ForeignKey(CommonPartRow, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = Scoped["ShiftRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "since"], name="one_shift_per_start"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="shift_ends_later"),
        ]
        indexes = [models.Index(fields=["community", "since", "until"])]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.since:%F %H:%M}"


class ResidentRow(models.Model):
    impersonal = {"uid", "language", "elder_mode"}
    personal = {
        "name_sealed": Personal(Grade.S2, "addressing a resident rightly", keep_days=2 * YEARS),
        "name_blind": Personal(Grade.S2, "finding a resident by full name", keep_days=2 * YEARS),
        "call_name_sealed": Personal(Grade.S2, "greeting a resident by name", keep_days=2 * YEARS),
        "phone_sealed": Personal(Grade.S2, "reaching a resident", keep_days=190),
        "phone_blind": Personal(Grade.S2, "finding a resident by phone number", keep_days=190),
        "birth_sealed": Personal(Grade.S3, "birthday wishes, with consent", keep_days=2 * YEARS),
        "birth_md": Personal(
            Grade.S3, "keyed fingerprint of month and day, to find whose birthday it is", keep_days=2 * YEARS
        ),
        "birth_calendar": Personal(Grade.S2, "wishing on the right day, solar or lunar", keep_days=2 * YEARS),
        "lives_alone_sealed": Personal(Grade.S3, "care visits, with separate consent", keep_days=190),
        "data_key": Personal(Grade.S3, "opening this person's sealed fields", keep_days=2 * YEARS),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="residents")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="residents")
    # Wrapped by a master key outside the database; deleting it makes the sealed fields unreadable for ever.
    data_key = models.BinaryField(null=True)
    name_sealed = models.BinaryField(null=True)
    name_blind = models.CharField(max_length=64, blank=True, db_index=True)
    call_name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_blind = models.CharField(max_length=64, blank=True, db_index=True)
    birth_sealed = models.BinaryField(null=True)
    birth_md = models.CharField(max_length=64, blank=True, db_index=True)
    birth_calendar = models.CharField(
        max_length=6, default=BirthCalendar.SOLAR, choices=[(c, c) for c in BirthCalendar]
    )
    lives_alone_sealed = models.BinaryField(null=True)
    elder_mode = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")

    objects = Scoped["ResidentRow"]()

    def __str__(self) -> str:
        return str(self.uid)


class OccupancyRow(models.Model):
    """A resident's tie to a home; a resident may have several homes and a home several residents."""

    impersonal = {"tie", "since", "until"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, related_name="ties")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, related_name="ties")
    tie = models.CharField(max_length=10, choices=[(t, t) for t in Tie])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = Scoped["OccupancyRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident", "home", "since"], name="one_tie_per_start"),
            models.CheckConstraint(condition=models.Q(tie__in=list(Tie)), name="tie_known"),
        ]

    def __str__(self) -> str:
        return f"{self.tie} {self.home_id}"


class ConsentRow(models.Model):
    """One agreement to one purpose; rows are ended, never rewritten, so that yesterday can be asked about."""

    impersonal = {"purpose", "granted_at", "expires_at", "withdrawn_at", "is_separate"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, related_name="consents")
    guardian = models.ForeignKey(ResidentRow, on_delete=models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=30, choices=[(p, p) for p in Purpose])
    is_separate = models.BooleanField(default=False)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Scoped["ConsentRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_consent_per_purpose",
            ),
            models.CheckConstraint(condition=models.Q(purpose__in=list(Purpose)), name="purpose_known"),
        ]
        indexes = [models.Index(fields=["community", "purpose", "resident"])]

    def __str__(self) -> str:
        return self.purpose


class WishRow(models.Model):
    """What a resident asked us to know or do: a pet's name to greet, a knock instead of a bell."""

    impersonal = {"kind"}
    personal = {"text_sealed": Personal(Grade.S2, "doing as the resident asked", keep_days=2 * YEARS)}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=20)
    text_sealed = models.BinaryField()

    objects = Scoped["WishRow"]()

    def __str__(self) -> str:
        return self.kind


class LookRow(models.Model):
    """Who looked at whose card, what for; each row carries the hash of the one before (shown to the person)."""

    impersonal = {"seq", "purpose", "fields", "at", "before", "hash"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(StaffRow, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, related_name="looks")
    seq = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=80)
    fields = models.CharField(max_length=200)
    at = models.DateTimeField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = Scoped["LookRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "seq"], name="one_look_per_seq")]

    def __str__(self) -> str:
        return f"{self.seq}"

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from nuan.act import reads
from nuan.act.facts import Act, Photo
from nuan.act.models import PhotoRow
from nuan.act.rules import photos
from nuan.act.writes import acts
from nuan.kernel.ids import derived_id

MOST_PER_ACT = 20


class TooMany(ValueError):
    """An act keeps twenty photos at most."""


def add_photo(
    *, act_uid: UUID | str, staff_id: int, image: bytes, now: datetime, step: int | None = None
) -> Photo:
    """This will keep a photo with a task and tick the step it proves; raise NotAPhoto for anything else."""
    act = reads.one(uid=act_uid)
    acts.judge_photo(act, staff_id)
    # Named after its content: the same form sent twice keeps one photo.
    uid = UUID(derived_id(act.uid, str(step), hashlib.sha256(image).hexdigest()))
    if kept := reads.photo_of_uid(uid=uid):
        return kept
    _room(act, step)
    # Unpacking a large picture takes long; no transaction waits for it.
    picture = photos.developed(image)
    with transaction.atomic():
        row = PhotoRow(
            uid=uid,
            community_id=act.community_id,
            act_id=act.id,
            by_id=staff_id,
            step=step,
            width=picture.width,
            height=picture.height,
            size=len(picture.data),
            taken_at=now,
        )
        row.image.save(f"{row.uid}.jpg", ContentFile(picture.data))
        if step is not None and not act.is_closed:
            acts.tick(act_uid=act_uid, staff_id=staff_id, step=step, now=now)
    return reads.photo_of(row, act.uid)


def _room(act: Act, step: int | None) -> None:
    if step is not None and not 0 <= step < len(act.items):
        raise reads.NoSuchAct("there is no such step")
    if len(reads.photos(act_uid=act.uid)) >= MOST_PER_ACT:
        raise TooMany("twenty photos are kept with this task already")

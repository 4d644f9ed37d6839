"""Which things are due for which job."""

from __future__ import annotations

from nuan.domains.upkeep import reads as upkeep
from nuan.domains.upkeep.facts import Job
from nuan.kernel.ref import Ref
from nuan.need.audiences import Audience
from nuan.need.facts import Asked, Target
from nuan.place import reads as place


def due_for(job: Job) -> Audience:
    """Return the audience of assets whose job is due."""

    def due(asked: Asked, /) -> list[Target]:
        zone = place.community(id=asked.community_id).zone
        return [
            Target(
                about=Ref("asset", str(asset.uid)),
                words={"asset": asset.name, "part": asset.part, "every_days": asset.every_days},
            )
            for asset in upkeep.due(job=job, at=asked.at, zone=zone)
        ]

    return due


DUE = {f"{job}-due": due_for(job) for job in Job}

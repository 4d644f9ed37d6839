"""What a command line names, found; a misspelt name is answered with the nearest one."""

from __future__ import annotations

import click

from nuan.kernel.near import nearest
from nuan.place import reads as place
from nuan.place.facts import Community


def community_named(name: str) -> Community:
    """Return the community of this name; end the command with the nearest name otherwise."""
    known = {community.name: community for community in place.communities()}
    if name not in known:
        close = nearest(name, known)
        raise click.ClickException(
            f"there is no community {name!r}" + (f"; did you mean {close!r}?" if close else "")
        )
    return known[name]

"""What senders tell of people's faces and names is never kept; the payload says that something was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: what is left out, and the names of the fields that carry it
SORTS = {
    "face": re.compile(
        r"^<?(?:.*face.*|pupil.*|.*glasses?|beard|gender|sex|age|agegroup|smile|.*mask|hairstyle|similarity|pilot.*"
        r"|vicepilot.*|candidates?(?:\[\d+\])?)>?$",
        re.M,
    ),
    "name": re.compile(
        r"^<?(?:name|person(?:name|id|info)?|people(?:name|id|info)|employee.*|cardno|cardname|userid|username|.*holdername|idnum"
        r"|certificate.*|phone.*|telephonenumber|masterofcar|sub_label)>?$",
        re.M,
    ),
    "picture": re.compile(
        r"^<?(?:pic(?:ture)?(?:info|s|list|data)?|.*(?:pic(?:ture)?|image|snap)_?(?:url|path|file|content)|snapshot"
        r"|thumbnail|.*backgroundurl|visiblelighturl|bkgurl)>?$",
        re.M,
    ),
}


def dropped(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the payload's `dropped`, the sorts of fields about people that were left out; empty when none were."""
    listed = "\n".join(names)
    found = [sort for sort, pattern in SORTS.items() if pattern.search(listed)]
    return {"dropped": found} if found else {}

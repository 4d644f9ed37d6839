"""Addresses that are keys themselves stay out of the log."""

from __future__ import annotations

import logging
import re

KEYS = re.compile(r"(/api/doors/path/|/calendar/|/screen/[0-9a-f-]+/)[^/\s]+")


class Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Blot out the token in a device's, a calendar's or a screen's address; the line itself stays."""
        if isinstance(record.args, tuple):
            record.args = tuple(blotted(word) for word in record.args)
        record.msg = blotted(record.msg)
        return True


def blotted(word: object) -> object:
    """Return the word without the token it may hold."""
    return KEYS.sub(r"\1…", word) if isinstance(word, str) else word

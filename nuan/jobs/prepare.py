"""What must be done before anything is served: tables, static files, and a look at the settings."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from nuan.jobs import observe, ready  # noqa: F401 (makes Django ready)
from nuan.jobs.checkup import rules
from nuan.kernel import clock
from nuan.people.rules.invitation import invitation
from nuan.place import reads as place


def static_fingerprint() -> str:
    """Return a fingerprint of every static file's name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            kept = Path(storage.path(name)).stat()
            digest.update(f"{name} {kept.st_size} {kept.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> bool:
    """This will collect and compress static files when one changed; Test if it did."""
    stamp = Path(settings.NUAN_DATA) / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)
    return True


def refuse_if_unsafe() -> None:
    """This will end the process, saying why, when the doctor forbids to serve from this machine."""
    found = rules.stops(rules.findings(observe.site(now=clock.now())))
    for finding in found:
        print(f"{finding.says}\n  → {finding.cure}", file=sys.stderr)
    if found:
        raise SystemExit(1)


def report() -> str:
    """Return, as JSON, what the serving process must tell: the invitation to an empty Nuan, or an empty word."""
    word = "" if place.communities() else invitation(settings.SECRET_KEY)
    return json.dumps({"invitation": word})


def main() -> None:
    """This will refuse an unsafe machine, then bring tables and static files up to date."""
    refuse_if_unsafe()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    print(report())


if __name__ == "__main__":
    main()

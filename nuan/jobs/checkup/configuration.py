"""Settings that would let strangers in."""

from __future__ import annotations

from collections.abc import Iterator

from nuan.jobs.checkup.facts import Finding, Level, Rule, Site, fine
from nuan.kernel.seal import MasterKeys

LOCAL = {"localhost", "127.0.0.1", "[::1]"}
KNOWN_SECRETS = ("django-insecure", "changeme", "change-me", "secret", "password", "example")
SHORTEST_SECRET = 32
FEWEST_LETTERS = 10  # "aaaa…" is long and worth nothing
OTHERS_MAY = 0o077


def _debug(site: Site) -> Iterator[Finding]:
    if not site.debug:
        yield fine("debug", "Error pages keep settings and data to themselves.")
        return
    yield Finding(
        name="debug",
        level=Level.STOP,
        says="NUAN_DEBUG is on: every error page would show settings and residents' data to whoever sees it.",
        cure="Take NUAN_DEBUG out of the environment.",
    )


def is_weak(secret: str) -> bool:
    """Test if a secret is short, monotonous or one that everybody knows."""
    known = secret.lower().startswith(KNOWN_SECRETS)
    return known or len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS


def _secret_key(site: Site) -> Iterator[Finding]:
    if not is_weak(site.secret_key):
        yield fine("secret-key", "The key that signs sessions is long and random.")
        return
    yield Finding(
        name="secret-key",
        level=Level.STOP,
        says="NUAN_SECRET_KEY can be guessed: whoever guesses it signs in as anybody.",
        cure="Take it out of the environment; Nuan makes a good one at the next start. Everyone signs in anew.",
    )


def _master_keys(site: Site) -> Iterator[Finding]:
    try:
        keys = MasterKeys.parse(site.master_keys).keys
    except ValueError as problem:
        fault = str(problem)
    else:
        monotonous = any(len(set(key)) < FEWEST_LETTERS for key in keys)
        fault = "it is not random" if monotonous else ""
        fault = fault or ("it is also the session key" if site.master_keys == site.secret_key else "")
    if not fault:
        yield fine("master-key", "The key that seals personal data is whole and random.")
        return
    yield Finding(
        name="master-key",
        level=Level.STOP,
        says=f"NUAN_MASTER_KEYS cannot protect personal data: {fault}.",
        cure="Give 32 random bytes in url-safe base64; on a site with data, restore the key that sealed them.",
    )


def _secret_files(site: Site) -> Iterator[Finding]:
    open_to_others = [file for file in site.secret_files if file.mode & OTHERS_MAY]
    for file in open_to_others:
        yield Finding(
            name="secret-file",
            level=Level.STOP,
            says=f"{file.path} can be read by others on this machine (mode {file.mode:o}).",
            cure=f'chmod 600 "{file.path}", and consider {file.holds} known.',
        )
    if not open_to_others:
        yield fine("secret-file", "Kept secrets can be read by Nuan's own account only.")


def _data_folder(site: Site) -> Iterator[Finding]:
    if not site.data_mode & OTHERS_MAY:
        yield fine("data-folder-closed", "The data folder can be read by Nuan's own account only.")
        return
    yield Finding(
        name="data-folder-closed",
        level=Level.WARN,
        says=f"{site.data_folder} can be read by others on this machine (mode {site.data_mode:o}).",
        cure=f'chmod 700 "{site.data_folder}".',
    )


def _master_key_apart(site: Site) -> Iterator[Finding]:
    beside = [file for file in site.secret_files if file.holds == "NUAN_MASTER_KEYS"]
    if site.demo or not beside:
        yield fine("master-key-apart", "The master key does not lie beside the data it seals.")
        return
    yield Finding(
        name="master-key-apart",
        level=Level.WARN,
        says="The master key lies in the data folder: whoever takes a copy of the folder reads everything.",
        cure="Move its content to the environment (NUAN_MASTER_KEYS) and keep a second copy in a safe.",
    )


def _hosts(site: Site) -> Iterator[Finding]:
    if "*" not in site.hosts:
        yield fine("hosts", f"Answers only as {', '.join(site.hosts) or 'nobody'}.")
        return
    yield Finding(
        name="hosts",
        level=Level.OK if site.demo else Level.STOP,
        says="NUAN_HOSTS is *: the site answers to any name, which lets others forge links in its mails.",
        cure="" if site.demo else "Set NUAN_HOSTS to the names people type, parted by commas.",
    )


def _https(site: Site) -> Iterator[Finding]:
    if site.https and not site.cookies_secure:
        yield Finding(
            name="https",
            level=Level.STOP,
            says="NUAN_HTTPS is on, and a cookie may still leave over plain HTTP.",
            cure="Leave SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE to NUAN_HTTPS.",
        )
    elif not site.https and not site.demo and set(site.hosts) - LOCAL:
        yield Finding(
            name="https",
            level=Level.WARN,
            says="Pages travel unencrypted: passwords and names can be read on the way.",
            cure="Put a TLS proxy in front and set NUAN_HTTPS=1.",
        )
    else:
        yield fine("https", "Pages travel encrypted, or never leave this machine.")


RULES: tuple[Rule, ...] = (
    _debug,
    _secret_key,
    _master_keys,
    _secret_files,
    _data_folder,
    _master_key_apart,
    _hosts,
    _https,
)

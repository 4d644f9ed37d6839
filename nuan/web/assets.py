"""Static files: hashed names once they are collected, plain names before (tests, a fresh checkout)."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedWhenCollected(CompressedManifestStaticFilesStorage):
    """A page must not fail because nobody has collected the files yet."""

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]  # noqa: FBT001, FBT002 (Django's signature)
        """Return the hashed address, or the plain one before the first collection."""
        if not self.hashed_files:
            return f"{self.base_url}{name}"
        address: str = super().url(name, force)
        return address

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one of a file that came after the collection."""
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            return name
        return stored

"""The word that opens an empty Nuan: whoever reads what the machine prints may found the community, nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac

LETTERS = 12  # 60 bits: nobody guesses it, and it can still be read out over a telephone
GROUP = 4


def invitation(secret: str) -> str:
    """Return the word, the same on every machine and after every start that shares the secret."""
    digest = hmac.new(secret.encode(), b"nuan.start", hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def is_invited(word: str, *, secret: str) -> bool:
    """Test if somebody typed the word, whatever the case and with or without its dashes."""
    typed = "".join(letter for letter in word.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), invitation(secret).replace("-", "").encode())

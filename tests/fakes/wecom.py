"""WeCom's side of its callbacks: locks and signs as its documentation says, by a second hand than the one under test."""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.test import Client


@dataclass(frozen=True)
class FakeWecom:
    address: str
    token: str
    aes_key: str
    corp: str = "wwabc123"

    def lock(self, message: bytes) -> str:
        key = base64.b64decode(self.aes_key + "=")
        body = secrets.token_bytes(16) + struct.pack(">I", len(message)) + message + self.corp.encode()
        fill = 32 - len(body) % 32
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        return base64.b64encode(encryptor.update(body + bytes([fill]) * fill) + encryptor.finalize()).decode()

    def signed(self, locked: str, at: int, **change: str) -> dict[str, str]:
        words = {"timestamp": str(at), "nonce": "1372623149"}
        joined = "".join(sorted([self.token, *words.values(), locked]))
        return {"msg_signature": hashlib.sha1(joined.encode()).hexdigest(), **words, **change}  # noqa: S324

    def ask(self, word: bytes, at: int, **change: str) -> Any:
        locked = self.lock(word)
        return Client().get(self.address, {**self.signed(locked, at), "echostr": locked, **change})

    def post(self, message: bytes, at: int, *, as_json: bool = False, **change: str) -> Any:
        locked = self.lock(message)
        xml = f"<xml><ToUserName><![CDATA[{self.corp}]]></ToUserName><Encrypt><![CDATA[{locked}]]></Encrypt></xml>"
        body = f'{{"encrypt": "{locked}"}}' if as_json else xml
        address = f"{self.address}?{urlencode(self.signed(locked, at, **change))}"
        return Client(enforce_csrf_checks=True).generic("POST", address, body, content_type="text/xml")

"""A camera on this machine: it asks for a digest, streams its parts and hangs up after each."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REALM, NONCE = "camera", "n0nce"
BOUNDARY = b"--myboundary\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n"


@dataclass
class FakeCamera:
    """What the camera will say, one stream for each time it is asked."""

    streams: list[list[bytes]]
    user: str = "admin"
    password: str = "secret"
    asks: str = "Digest"
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def start(self) -> None:
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if not self.is_known(request.headers.get("Authorization", ""), request.path):
            request.send_response(401)
            challenge = f'{self.asks} realm="{REALM}"'
            request.send_header(
                "WWW-Authenticate", challenge + f', qop="auth", nonce="{NONCE}"' * (self.asks == "Digest")
            )
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        self.asked.append(request.path)
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=myboundary")
        request.end_headers()
        for body in self.streams.pop(0) if self.streams else []:
            request.wfile.write(BOUNDARY % (len(body), body))

    def is_known(self, shown: str, path: str) -> bool:
        if self.asks == "Basic":
            return shown == "Basic YWRtaW46c2VjcmV0"
        told = dict(re.findall(r'(\w+)="?([^",]*)"?', shown))
        mine = _md5(f"{self.user}:{REALM}:{self.password}")
        theirs = f"{mine}:{NONCE}:{told.get('nc')}:{told.get('cnonce')}:auth:{_md5(f'GET:{path}')}"
        return bool(shown.startswith("Digest ")) and told.get("response") == _md5(theirs)


def _md5(words: str) -> str:
    return hashlib.md5(words.encode()).hexdigest()  # noqa: S324 (what cameras speak)

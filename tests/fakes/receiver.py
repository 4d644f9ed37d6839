"""Another house's system that takes events, checks their signatures, and fails in as many ways as real ones do."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SILENCE = 3.0


@dataclass
class Receiver:
    """`taken` holds the events whose signature was right."""

    secret: str = ""
    mode: str = "ok"
    asked: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def is_signed(self, headers: Any, body: bytes) -> bool:
        """Test as the standard's own libraries do: any one of the signatures is enough."""
        told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        right = "v1," + base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
        return right in headers["webhook-signature"].split(" ")


class Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        pass

    def do_POST(self) -> None:
        one = self.receiver
        one.asked += 1
        one.paths.append(self.path)
        one.hosts.append(self.headers["Host"])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not one.is_signed(self.headers, body):
            self.answer(401)
            return
        getattr(self, f"be_{one.mode}")(body)

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def be_ok(self, body: bytes) -> None:
        self.receiver.taken.append(json.loads(body))
        self.receiver.ids.append(self.headers["webhook-id"])
        self.answer(204)

    def be_broken(self, body: bytes) -> None:
        self.answer(500)

    def be_busy(self, body: bytes) -> None:
        self.answer(429, Retry_After="120")

    def be_gone(self, body: bytes) -> None:
        self.answer(410)

    def be_moved(self, body: bytes) -> None:
        self.answer(307, Location=f"{self.receiver.url}elsewhere")

    def be_silent(self, body: bytes) -> None:
        self.receiver.released.wait(SILENCE)

    def be_dripping(self, body: bytes) -> None:
        with contextlib.suppress(OSError):
            while not self.receiver.released.wait(0.02):
                self.wfile.write(b"H")
                self.wfile.flush()

    def be_rude(self, body: bytes) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that hung up: that is what is tested."""


@contextlib.contextmanager
def receiving(secret: str = "") -> Iterator[Receiver]:
    """Serve a receiver on this machine."""
    receiver = Receiver(secret=secret)
    handler = type("Bound", (Handler,), {"receiver": receiver})
    server = Quiet(("127.0.0.1", 0), handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()

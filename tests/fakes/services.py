"""Message services on this machine that speak the real ones' protocols, signatures and error codes included.

Each answers by its `mode`: ok, busy, broken (500), flooded (429), silent (no answer), drip (endless answer), page (HTML),
lost (took it and hangs up), refused (its own final error).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

SECRET = "SEC-of-the-test"
KEY = "key-of-the-test"
SILENCE = 8.0


class Service:
    """One fake service; `taken` holds what really arrived."""

    #: HTTP status and JSON of ok, busy, refused, and of a wrong signature
    answers: dict[str, tuple[int, dict[str, Any]]] = {}

    def __init__(self) -> None:
        self.mode = "ok"
        self.asked = 0
        self.taken: list[str] = []
        self.released = threading.Event()

    def is_signed(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        raise NotImplementedError

    def text_of(self, query: dict[str, str], body: dict[str, Any]) -> str:
        raise NotImplementedError

    def answer(self, query: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not self.is_signed(query, body):
            return self.answers["unsigned"]
        if self.mode in {"ok", "lost"}:
            self.taken.append(self.text_of(query, body))
        return self.answers["ok" if self.mode == "lost" else self.mode]


class WecomService(Service):
    answers = {
        "ok": (200, {"errcode": 0, "errmsg": "ok"}),
        "busy": (200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        "refused": (200, {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"}),
        "unsigned": (200, {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"}),
    }

    def is_signed(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        return query.get("key") == KEY

    def text_of(self, query: dict[str, str], body: dict[str, Any]) -> str:
        return str(body["text"]["content"])


class DingtalkService(Service):
    answers = {
        "ok": (200, {"errcode": 0, "errmsg": "ok"}),
        "busy": (200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}),
        "refused": (200, {"errcode": 300001, "errmsg": "token is not exist"}),
        "unsigned": (200, {"errcode": 310000, "errmsg": "sign not match"}),
    }

    def is_signed(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        stamp = query.get("timestamp", "")
        right = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
        return query.get("access_token") == KEY and query.get("sign") == base64.b64encode(right).decode()

    def text_of(self, query: dict[str, str], body: dict[str, Any]) -> str:
        return str(body["text"]["content"])


class FeishuService(Service):
    answers = {
        "ok": (200, {"code": 0, "msg": "success", "data": {}}),
        "busy": (200, {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"}),
        "refused": (200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}),
        "unsigned": (200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}),
    }

    def is_signed(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        key = f"{body.get('timestamp')}\n{SECRET}".encode()
        return body.get("sign") == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()

    def text_of(self, query: dict[str, str], body: dict[str, Any]) -> str:
        return str(body["content"]["text"])


class SmsService(Service):
    answers = {
        "ok": (200, {"Code": "OK", "Message": "OK", "RequestId": "1", "BizId": "1^0"}),
        "busy": (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控"}),
        "refused": (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"}),
        "unsigned": (400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched"}),
    }

    def is_signed(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        given = dict(query)
        sign = given.pop("Signature", "")
        pairs = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(given.items()))
        text = "GET&%2F&" + quote(pairs, safe="-_.~")
        right = hmac.new(f"{SECRET}&".encode(), text.encode(), hashlib.sha1).digest()
        return sign == base64.b64encode(right).decode()

    def text_of(self, query: dict[str, str], body: dict[str, Any]) -> str:
        return f"{query['PhoneNumbers']} {json.loads(query['TemplateParam'])['text']}"


class Handler(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        self.respond({})

    def do_POST(self) -> None:
        self.respond(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def respond(self, body: dict[str, Any]) -> None:
        self.service.asked += 1
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        odd = getattr(self, self.service.mode, None)
        if odd:
            odd()
            return
        status, answer = self.service.answer(query, body)
        if self.service.mode == "lost":
            self.close_connection = True
            self.connection.close()
            return
        self.say(status, json.dumps(answer).encode())

    def say(self, status: int, raw: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def broken(self) -> None:
        self.say(500, b"<h1>Internal Server Error</h1>")

    def flooded(self) -> None:
        self.say(429, b"{}", Retry_After="7")

    def page(self) -> None:
        self.say(200, "<html>请先登录上网</html>".encode())

    def silent(self) -> None:
        self.service.released.wait(SILENCE)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while not self.service.released.is_set():
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def running(service: Service) -> Iterator[str]:
    """Serve it on a free port of this machine, and return the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"service": service}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        service.released.set()
        server.shutdown()
        server.server_close()
        thread.join()

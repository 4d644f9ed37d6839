"""Short messages through an Aliyun-style service: one GET, signed over its sorted parameters."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import httpx2

from nuan.act.channels.sender import asked
from nuan.act.facts import Letter, Undelivered

SLOW_DOWN = 60.0
BUSY = {"isv.BUSINESS_LIMIT_CONTROL", "Throttling", "Throttling.User", "isv.DAY_LIMIT_CONTROL"}
PASSING = {"isp.SYSTEM_ERROR", "isp.RAM_PERMISSION_DENY", "ServiceUnavailable", "InternalError"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Account:
    """How a property company is known to its SMS service."""

    url: str
    key_id: str
    secret: str
    signature: str  #: the registered name in front of each message, without 【】
    template: str  #: the registered template with one place named `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    client: httpx2.Client
    account: Account
    clock: Callable[[], datetime]

    def send(self, letter: Letter) -> None:
        """Hand over one message; raise Undelivered by the service's Code."""
        params = self._params(letter)
        params["Signature"] = signature(self.account.secret, params)
        answer = asked(self.client, "GET", f"{self.account.url}?{canonical(params)}")
        code = answer.get("Code")
        if code == "OK":
            return
        if code in BUSY:
            raise Undelivered(f"the SMS service asked to slow down ({code})", wait_seconds=SLOW_DOWN)
        raise Undelivered(f"the SMS service refused ({str(code)[:60]})", retry=code in PASSING)

    def _params(self, letter: Letter) -> dict[str, str]:
        return {
            "AccessKeyId": self.account.key_id,
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": hashlib.sha256(letter.key.encode()).hexdigest()[:32],
            "PhoneNumbers": letter.address.removeprefix("+86"),
            "SignName": self.account.signature,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": secrets.token_hex(16),
            "SignatureVersion": "1.0",
            "TemplateCode": self.account.template,
            "TemplateParam": json.dumps({"text": letter.body}, ensure_ascii=False),
            "Timestamp": self.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": "2017-05-25",
        }


def canonical(params: Mapping[str, str]) -> str:
    """Return the parameters sorted and escaped as RFC 3986 wants them, the form that is signed."""
    return "&".join(f"{quote(key, safe='~')}={quote(params[key], safe='~')}" for key in sorted(params))


def signature(secret: str, params: Mapping[str, str]) -> str:
    """Return the signature of a GET with these parameters (HMAC-SHA1 is the service's choice)."""
    text = f"GET&%2F&{quote(canonical(params), safe='~')}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()

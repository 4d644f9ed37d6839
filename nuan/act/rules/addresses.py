"""Which addresses Nuan may be made to call: a page where people enter addresses is a door to every machine."""

from __future__ import annotations

from urllib.parse import urlsplit

ROBOT_HOSTS = frozenset(
    {"qyapi.weixin.qq.com", "oapi.dingtalk.com", "api.dingtalk.com", "open.feishu.cn", "open.larksuite.com"}
)


def is_robot_address(url: str) -> bool:
    """Test if this is an address of a known robot service, so that Nuan cannot be made to call any machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname in ROBOT_HOSTS and parts.port in {None, 443}


def is_push_address(url: str) -> bool:
    """Test if this may be a browser's push service: encrypted, named, and not a machine of this network."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host and not host.replace(".", "").isdigit() and ":" not in host

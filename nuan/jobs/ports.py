"""Which port a server may listen on, and whether one answers there yet."""

from __future__ import annotations

import http.client
import socket

TIMEOUT = 2.0


class PortTaken(OSError):
    """Somebody else listens there already."""


def free_port(*, host: str, wanted: int) -> int:
    """Return `wanted`, or any free port when it is 0; raise PortTaken when somebody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as problem:
            raise PortTaken(
                f"Port {wanted} on {host} cannot be used ({problem.strerror}). "
                f"Stop the program that listens there, or choose another: PORT={wanted + 1}"
            ) from problem
        port: int = probe.getsockname()[1]
        return port


def answers(*, host: str, port: int, path: str = "/healthz") -> bool:
    """Test if a web server speaks at the address, whatever it says about its health."""
    line = http.client.HTTPConnection(reachable(host), port, timeout=TIMEOUT)
    try:
        line.request("GET", path, headers={"Host": "localhost"})
        return line.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def reachable(host: str) -> str:
    """Return an address to call for a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)

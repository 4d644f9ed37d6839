"""Follows the streams of cameras that cannot push: signs in, hears part after part, and comes back when one breaks off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from http import HTTPStatus
from uuid import UUID

import httpx2
from django.db import DatabaseError

from nuan.jobs.cameras import STREAMS, Camera
from nuan.jobs.hearing import camera_of, hear_camera
from nuan.kernel import clock
from nuan.place.facts import Device
from nuan.signal.facts import Unreadable
from nuan.signal.rules.streams import Stream

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
SILENCE = 90.0  # cameras send a heartbeat every 5 to 30 s; a longer silence is a cable that was pulled
PATIENCE = httpx2.Timeout(10.0, read=SILENCE)
ENDING = 2.0
PACE = 0.5


class EndedUnforeseen(RuntimeError):
    """Following a camera ended by a mistake of ours; the process ends too, and its supervisor starts it again."""


class NoStream(OSError):
    """The camera gives no stream; the message says why, without its password."""


class Puller:
    """One thread for each camera, so that a dead one holds up nobody."""

    def __init__(
        self, cameras: Sequence[Camera], *, say: Callable[[str], None] = print, first_wait: float = FIRST_WAIT
    ) -> None:
        self.cameras = cameras
        self.say = say
        self.first_wait = first_wait
        self.hear: Callable[..., None] = hear_camera
        self.camera_of: Callable[[UUID], Device] = camera_of
        self.stopping = threading.Event()

    def run(self) -> None:
        """This will follow every camera until told to stop."""
        threads = [threading.Thread(target=self.keep, args=(one,), daemon=True) for one in self.cameras]
        for thread in threads:
            thread.start()
        while not self.stopping.wait(PACE):
            if not all(thread.is_alive() for thread in threads):
                raise EndedUnforeseen("a camera is not followed any more; the reason stands above")
        for thread in threads:
            # A camera may be silent for long; its thread ends with the process.
            thread.join(ENDING / len(threads))

    def stop(self) -> None:
        """This will end the following."""
        self.stopping.set()

    def keep(self, camera: Camera) -> None:
        """This will follow one camera, again and again, waiting longer each time that it says nothing."""
        wait = self.first_wait
        while not self.stopping.is_set():
            heard = 0
            name = str(camera.device)
            try:
                device = self.camera_of(camera.device)
                name = device.name
                for heard, part in enumerate(self._parts(camera, device), start=1):  # noqa: B007 (told below)
                    self._record(device, part)
                reason = "the stream ended"
            except (NoStream, Unreadable, LookupError) as problem:
                reason = str(problem)
            except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
                reason = f"the connection broke off: {type(problem).__name__}"
            except DatabaseError:
                reason = "nothing can be read from the database"
            wait = self.first_wait if heard else wait
            self.say(f"{name}: {reason}; trying again in {wait:g} s")
            self.stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _parts(self, camera: Camera, device: Device) -> Iterator[bytes]:
        path = camera.path or STREAMS.get(device.source, "")
        if not path:
            raise NoStream(f"{device.source} has no stream to follow; write its path behind the address")
        stream = Stream()
        with (
            httpx2.Client(timeout=PATIENCE, auth=_SignIn(camera.user, camera.password)) as client,
            client.stream("GET", camera.origin + path) as answer,
        ):
            if answer.status_code != HTTPStatus.OK:
                raise NoStream(_why(answer.status_code))
            self.say(f"{device.name}: following")
            for piece in answer.iter_raw():
                yield from stream.feed(piece)
                if self.stopping.is_set():
                    return

    def _record(self, device: Device, part: bytes) -> None:
        wait = self.first_wait
        while not self.stopping.is_set():
            try:
                self.hear(device.uid, part, now=clock.now())
            except DatabaseError:
                self.say(f"{device.name}: nothing can be recorded; trying again in {wait:g} s")
                self.stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return


class _SignIn(httpx2.Auth):
    """Signs in the way the camera asks for: a digest, or plainly where older firmware knows no digest."""

    def __init__(self, user: str, password: str) -> None:
        self.plain = httpx2.BasicAuth(user, password)
        self.digest = httpx2.DigestAuth(user, password)

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Return the requests to make: unsigned first, then as asked."""
        answer = yield request
        asked = answer.headers.get("WWW-Authenticate", "").lower()
        if answer.status_code == HTTPStatus.UNAUTHORIZED and "digest" not in asked and "basic" in asked:
            yield from self.plain.auth_flow(request)
        elif answer.status_code == HTTPStatus.UNAUTHORIZED:
            yield from self.digest.auth_flow(request)


def _why(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return "the camera does not take this user and password"
    if status == HTTPStatus.NOT_FOUND:
        return "the camera has no stream at this address"
    return f"the camera answered with status {status}"

from __future__ import annotations

import json
import os
import shutil
import signal as signals
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from nuan.jobs import listening
from nuan.jobs.broker import Broker, CannotListen, broker_at
from nuan.jobs.commands.listen import command
from nuan.jobs.hearing import hear
from nuan.jobs.listening import Listener
from nuan.place import writes as place
from nuan.signal import reads as signal
from tests.cast import Cast
from tests.jobs.broker import Mosquitto, free_port

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PATIENCE = 60.0


class TestBrokerAt:
    @pytest.mark.parametrize(
        ("url", "broker"),
        [
            ("mqtt://b", Broker(host="b", port=1883, user="", password="", tls=False)),
            ("mqtts://u:p%40@b", Broker(host="b", port=8883, user="u", password="p@", tls=True)),
            ("mqtt://b:1999", Broker(host="b", port=1999, user="", password="", tls=False)),
        ],
    )
    def test_reads_an_address(self, url: str, broker: Broker) -> None:
        assert broker_at(url) == broker

    @pytest.mark.parametrize("url", ["", "b:1883", "http://b", "mqtt://", "mqtt://b:port", "mqtt://[b"])
    def test_says_how_to_write_one(self, url: str) -> None:
        with pytest.raises(CannotListen, match="NUAN_MQTT"):
            broker_at(url)

    def test_is_asked_for_by_the_command(self) -> None:
        done = CliRunner().invoke(command, [], env={"NUAN_MQTT": ""})
        assert (done.exit_code, "NUAN_MQTT is written" in done.stderr) == (1, True)


def sensor(cast: Cast, topic: str = "zigbee2mqtt/kitchen") -> None:
    place.register_device(
        community_id=cast.community.id, name=topic, kind="sensor", source="zigbee2mqtt", door="mqtt",
        home_id=cast.home_lin.id, topic=topic,
    )  # fmt: skip


class TestHear:
    @pytest.mark.parametrize(
        ("topic", "raw"),
        [("zigbee2mqtt/kitchen", b'{"water_leak": true}'), ("zigbee2mqtt/kitchen/water_leak", b"true")],
    )
    def test_records_for_the_device_of_the_topic(self, cast: Cast, topic: str, raw: bytes) -> None:
        sensor(cast)
        hear(topic, raw, now=NOW)
        (heard,) = signal.recent()
        assert (heard.kind, heard.payload["on"], heard.community_id) == (
            "sensor.leak",
            True,
            cast.community.id,
        )

    def test_keeps_topics_that_nobody_registered(self, cast: Cast) -> None:
        for _ in range(3):
            hear("zigbee2mqtt/cellar", b'{"water_leak": true}', now=NOW)
        (kept,) = signal.refusals()
        assert (kept.body, kept.count) == (b"zigbee2mqtt/cellar", 3)

    def test_keeps_what_cannot_be_read(self, cast: Cast) -> None:
        sensor(cast)
        hear("zigbee2mqtt/kitchen", b"[1]", now=NOW)
        assert [kept.body for kept in signal.refusals(community_id=cast.community.id)] == [b"[1]"]

    def test_passes_housekeeping_by(self, cast: Cast) -> None:
        hear("zigbee2mqtt/bridge/state", b"online", now=NOW)
        hear("homeassistant/sensor/a/config", b"{}", now=NOW)
        assert signal.refusals() == []


class Thanks(Client):
    """Stands for the connection and notes what was acknowledged."""

    def __init__(self) -> None:
        super().__init__(CallbackAPIVersion.VERSION2)
        self.acked: list[int] = []

    def ack(self, mid: int, qos: int) -> MQTTErrorCode:
        self.acked.append(mid)
        return MQTTErrorCode.MQTT_ERR_SUCCESS


class TestAcknowledging:
    def message(self) -> MQTTMessage:
        message = MQTTMessage(mid=7, topic=b"zigbee2mqtt/kitchen")
        message.payload, message.qos = b'{"water_leak": true}', 1
        return message

    def listener(self, said: list[str]) -> Listener:
        return Listener(broker_at("mqtt://nowhere"), topics=["a"], name="t", say=said.append)

    def test_comes_after_the_commit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        thanks, seen = Thanks(), list[list[int]]()
        listener = self.listener([])
        monkeypatch.setattr(listener, "hear", lambda *_, **__: seen.append(list(thanks.acked)))
        listener._heard(thanks, None, self.message())
        assert (seen, thanks.acked) == ([[]], [7])

    def test_waits_for_a_database_that_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tries: list[int] = []

        def hear_late(*_: object, **__: object) -> None:
            tries.append(1)
            if len(tries) < 3:
                raise OperationalError("database is locked")

        monkeypatch.setattr(listening, "FIRST_WAIT", 0.01)
        thanks, said = Thanks(), list[str]()
        listener = self.listener(said)
        monkeypatch.setattr(listener, "hear", hear_late)
        listener._heard(thanks, None, self.message())
        assert (len(tries), thanks.acked, len(said)) == (3, [7], 2)

    def test_never_comes_for_what_was_not_recorded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OperationalError("database is locked")

        thanks = Thanks()
        listener = self.listener([])
        monkeypatch.setattr(listener, "hear", fail)
        listener.stopping.set()
        listener._heard(thanks, None, self.message())
        assert thanks.acked == []


class Home:
    """A data folder with one community and its sensors, and `nuan listen` on it."""

    def __init__(self, data: Path, url: str) -> None:
        self.environment = {**os.environ, "NUAN_DATA": str(data), "NUAN_MQTT": url}
        self.process: subprocess.Popen[bytes] | None = None

    def python(self, code: str) -> str:
        words = [sys.executable, "-c", f"from nuan.jobs import ready\n{code}"]
        done = subprocess.run(
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def settle(self) -> None:
        self.python("""
from django.core.management import call_command
from django_scopes import scope
from nuan.kernel import clock
from nuan.place import writes as place
call_command("migrate", verbosity=0)
here = place.found_community(provider_id=place.found_provider(name="暖", now=clock.now()), name="桂花里", now=clock.now())
with scope(community=here.id):
    place.register_device(community_id=here.id, name="厨房", kind="sensor", source="zigbee2mqtt", door="mqtt",
                          topic="zigbee2mqtt/kitchen")
""")

    def start(self) -> None:
        words = [sys.executable, "-m", "nuan.jobs.cli", "listen"]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith(b"listening"):
                return
        pytest.fail("nuan listen ended before it listened")

    def end(self, how: signals.Signals = signals.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            assert self.process.stderr is not None
            self.process.stderr.close()
            self.process = None

    def recorded(self) -> list[float]:
        return list(
            json.loads(
                self.python("""
import json
from django_scopes import scope
from nuan.place import reads as place
from nuan.signal import reads as signal
with scope(community=place.communities()[0].id):
    print(json.dumps([heard.payload["value"] for heard in signal.fresh(after=0, limit=10_000)]))
""")
            )
        )


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    folder = Path(tempfile.mkdtemp(prefix="nuan-mosquitto-"))
    running = Mosquitto(folder, free_port())
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(broker: Mosquitto) -> Iterator[Home]:
    data = Path(tempfile.mkdtemp(prefix="nuan-"))
    settled = Home(data, broker.url)
    settled.settle()
    yield settled
    settled.end(signals.SIGKILL)
    shutil.rmtree(data, ignore_errors=True)


class Sender:
    """Publishes with QoS 1, also while the broker is away, and knows what the broker has."""

    def __init__(self, broker: Mosquitto) -> None:
        self.client = Client(CallbackAPIVersion.VERSION2, client_id="sender", clean_session=False)
        self.taken: set[int] = set()
        self.client.on_publish = lambda _client, _data, mid, _reason, _props: self.taken.add(mid)
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", broker.port)
        self.client.loop_start()

    def send(self, number: int) -> int:
        last_seen = f"2026-11-20T03:{number // 60:02}:{number % 60:02}+00:00"
        state = json.dumps({"temperature": number, "last_seen": last_seen})
        return self.client.publish("zigbee2mqtt/kitchen", state, qos=1).mid

    def wait(self, sent: list[int]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.taken.issuperset(sent):
            assert time.monotonic() < deadline, "the broker did not take the messages"
            time.sleep(0.02)


def eventually(home: Home, count: int) -> list[float]:
    deadline = time.monotonic() + PATIENCE
    while len(found := home.recorded()) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


@pytest.mark.mosquitto
@pytest.mark.timeout(240)
class TestAcrossRestarts:
    def test_each_message_arrives_once(self, home: Home, broker: Mosquitto) -> None:
        home.start()
        sender = Sender(broker)
        sent: list[int] = []
        for round_ in range(4):
            sent += [sender.send(round_ * 40 + number) for number in range(20)]
            if round_ % 2:
                broker.stop()
            else:
                home.end(signals.SIGKILL)
            sent += [sender.send(round_ * 40 + number) for number in range(20, 40)]
            if round_ % 2:
                broker.start()
            else:
                home.start()
            sender.wait(sent)
        found = eventually(home, 160)
        sender.client.disconnect()
        assert sorted(found) == [float(number) for number in range(160)]

    def test_what_was_sent_while_nobody_listened_is_heard_later(self, home: Home, broker: Mosquitto) -> None:
        home.start()
        home.end()
        sender = Sender(broker)
        sender.wait([sender.send(number) for number in range(10)])
        assert home.recorded() == []
        home.start()
        assert sorted(eventually(home, 10)) == [float(number) for number in range(10)]
        sender.client.disconnect()

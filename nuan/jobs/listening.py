"""Hears sensors on an MQTT broker. A message is acknowledged when its signals are committed, not before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import DatabaseError, close_old_connections, connection
from django_scopes import scope
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from nuan.kernel import clock
from nuan.place import reads as place
from nuan.place.facts import Device
from nuan.signal import writes as signal
from nuan.signal.facts import Unreadable
from nuan.signal.rules.states import is_housekeeping

TOPICS = ("zigbee2mqtt/#", "homeassistant/#")
PORTS = {"mqtt": 1883, "mqtts": 8883}
KEPT_FOR = 7 * 86400  # seconds the broker keeps what we missed; a listener away for longer is a broken one
NEW_SUBSCRIPTION_ONLY = 1  # retained messages are news once, not at each reconnect
FIRST_WAIT, LONGEST_WAIT = 1, 60
LEVELS = 4  # how far up from a message's topic a device's own topic may be


class CannotListen(ValueError):
    """The broker's address cannot be used; the message says how to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    host: str
    port: int
    user: str
    password: str
    tls: bool


def broker_at(url: str) -> Broker:
    """Return the broker that `mqtt://user:password@host:1883` names."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise CannotListen(f"NUAN_MQTT is no address: {problem}") from problem
    if parts.scheme not in PORTS or not parts.hostname:
        raise CannotListen("NUAN_MQTT is written mqtt://user:password@host:1883, or mqtts:// with TLS")
    return Broker(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "mqtts",
    )


def device_of(topic: str) -> Device | None:
    """Return the device registered for the topic, or for one above it."""
    for _ in range(LEVELS):
        if found := place.device_by_topic(topic=topic):
            return found
        topic = topic.rpartition("/")[0]
    return None


def hear_afresh(topic: str, raw: bytes, *, now: datetime, is_repeat: bool = False) -> None:
    """This will hear a message over a connection that still stands, or over a new one."""
    close_old_connections()
    try:
        hear(topic, raw, now=now, is_repeat=is_repeat)
    except DatabaseError:
        connection.close()
        raise


def hear(topic: str, raw: bytes, *, now: datetime, is_repeat: bool = False) -> None:
    """This will record a message's signals, or keep why not; it returns when that is committed."""
    if is_housekeeping(topic):
        return
    device = device_of(topic)
    if device is None:
        reason = "no device is registered for this topic"
        signal.refuse(
            community_id=None, device_id=None, source="mqtt", reason=reason, body=topic.encode(), now=now
        )
        return
    community = place.community(id=device.community_id)
    try:
        with scope(community=community.id):
            signal.take_in(
                community=community,
                source=device.source,
                raw=raw,
                now=now,
                device=device,
                topic=topic,
                is_repeat=is_repeat,
            )
    except Unreadable:
        # Kept with its reason by the write; sent again it would not be read either.
        return


class Listener:
    """One connection to the broker, in a session that the broker keeps while we are away."""

    def __init__(
        self, broker: Broker, *, topics: Sequence[str], name: str, say: Callable[[str], None] = print
    ) -> None:
        self.broker = broker
        self.topics = topics
        self.say = say
        self.hear = hear_afresh
        self.stopping = threading.Event()
        self.client = Client(
            CallbackAPIVersion.VERSION2, client_id=name, protocol=MQTTProtocolVersion.MQTTv5, manual_ack=True
        )
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = self._heard
        self.client.reconnect_delay_set(FIRST_WAIT, LONGEST_WAIT)
        if broker.user:
            self.client.username_pw_set(broker.user, broker.password)
        if broker.tls:
            self.client.tls_set()

    def run(self) -> None:
        """This will listen until told to stop, coming back whenever the broker does."""
        wanted = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        wanted.SessionExpiryInterval = KEPT_FOR
        # One at a time: after a crash the broker repeats at most the message we were at, and we know it again.
        wanted.ReceiveMaximum = 1
        self.client.connect_async(
            self.broker.host, self.broker.port, keepalive=60, clean_start=False, properties=wanted
        )
        self.client.loop_forever(retry_first_connection=True)

    def stop(self) -> None:
        """This will end the listening after the message at hand."""
        self.stopping.set()
        self.client.disconnect()

    def _connected(self, client: Client, _data: Any, _flags: Any, reason: Any, _props: Any) -> None:  # noqa: ANN401 (the library's callback)
        if reason.is_failure:
            self.say(f"the broker refused us: {reason}")
            return
        options = SubscribeOptions(qos=1, retainHandling=NEW_SUBSCRIPTION_ONLY)
        client.subscribe([(topic, options) for topic in self.topics])
        self.say(f"listening at {self.broker.host}:{self.broker.port}")

    def _disconnected(self, _client: Client, _data: Any, _flags: Any, reason: Any, _props: Any) -> None:  # noqa: ANN401 (the library's callback)
        if not self.stopping.is_set():
            self.say(f"the broker is away ({reason}); trying again")

    def _heard(self, client: Client, _data: Any, message: MQTTMessage) -> None:  # noqa: ANN401 (the library's callback)
        wait = float(FIRST_WAIT)
        while not self._recorded(message):
            self.say(f"nothing can be recorded; trying again in {wait:g} s")
            if self.stopping.wait(wait):
                # Not acknowledged, so the broker keeps it for us.
                return
            wait = min(wait * 2, LONGEST_WAIT)
        done = client.ack(message.mid, message.qos)
        if done != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self.say("the broker left before it heard our thanks; it will send the message again")

    def _recorded(self, message: MQTTMessage) -> bool:
        raw, is_repeat = bytes(message.payload), message.dup or message.retain
        try:
            self.hear(message.topic, raw, now=clock.now(), is_repeat=is_repeat)
        except DatabaseError:
            return False
        return True

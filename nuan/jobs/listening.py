"""Hears sensors on an MQTT broker. A message is acknowledged when its signals are committed, not before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DatabaseError
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from nuan.jobs.broker import Broker
from nuan.jobs.hearing import hear_afresh
from nuan.kernel import clock

TOPICS = ("zigbee2mqtt/#", "homeassistant/#")
KEPT_FOR = 7 * 86400  # seconds the broker keeps what we missed; a listener away for longer is a broken one
NEW_SUBSCRIPTION_ONLY = 1  # retained messages are news once, not at each reconnect
FIRST_WAIT, LONGEST_WAIT = 1, 60


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

"""`nuan listen`: sensors on an MQTT broker."""

from __future__ import annotations

# Django has to be ready before anything that knows tables.
from nuan.jobs import ready  # noqa: F401  # isort: skip

import signal
import sys

import click

from nuan.jobs.broker import CannotListen, broker_at
from nuan.jobs.listening import TOPICS, Listener


def say(sentence: str) -> None:
    """This will tell the operator, at once."""
    print(sentence, file=sys.stderr, flush=True)


@click.command()
@click.option("--broker", envvar="NUAN_MQTT", default="", help="mqtt://user:password@host:1883 [NUAN_MQTT]")
@click.option(
    "--topics",
    envvar="NUAN_MQTT_TOPICS",
    default=",".join(TOPICS),
    show_default=True,
    help="[NUAN_MQTT_TOPICS]",
)
@click.option(
    "--name",
    envvar="NUAN_MQTT_NAME",
    default="nuan",
    show_default=True,
    help="The session's name at the broker.",
)
def command(broker: str, topics: str, name: str) -> None:
    """Hear the sensors of an MQTT broker (zigbee2mqtt, Home Assistant)."""
    try:
        where = broker_at(broker)
    except CannotListen as problem:
        raise click.ClickException(str(problem)) from problem
    wanted = [topic.strip() for topic in topics.split(",") if topic.strip()]
    listener = Listener(where, topics=wanted, name=name, say=say)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: listener.stop())
    listener.run()

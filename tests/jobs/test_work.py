from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from nuan.act.channels.console import Console
from nuan.act.channels.sms import Sms
from nuan.act.facts import Channel, JobState
from nuan.act.models import JobRow
from nuan.jobs.commands import work
from tests.act.scene import NOW, build, message


class TestConfiguredSenders:
    def test_print_short_messages_in_the_demo(self, settings: Any) -> None:
        settings.NUAN_DEMO = True
        assert isinstance(work.configured_senders()[Channel.SMS], Console)

    def test_leave_out_what_is_not_set_up(self, settings: Any) -> None:
        settings.NUAN_DEMO = False
        found = work.configured_senders()
        assert Channel.SMS not in found
        assert Channel.PUSH not in found

    def test_take_the_service_the_settings_name(self, settings: Any) -> None:
        settings.NUAN_SMS_URL = "https://dysmsapi.aliyuncs.com/"
        assert isinstance(work.configured_senders()[Channel.SMS], Sms)


class TestServe:
    @pytest.mark.django_db(transaction=True)
    def test_brings_a_letter_soon_after_it_is_written(self, settings: Any) -> None:
        settings.NUAN_DEMO = True
        scene = build()
        stop = threading.Event()
        lane = work.Lane(
            name="all", senders=work.configured_senders(), stop=stop, urgent_only=False, poll=0.05
        )
        thread = threading.Thread(target=work.serve, args=([lane], stop))
        thread.start()
        try:
            with scene.in_scope():
                scene.one(message(resident_id=scene.grandma_lin), now=NOW)
            until = time.monotonic() + 20
            while JobRow.objects.filter(state=JobState.READY).exists() and time.monotonic() < until:
                time.sleep(0.02)
        finally:
            stop.set()
            thread.join()
        assert JobRow.objects.get().state == JobState.DONE


class TestCommand:
    def test_ends_at_once_when_asked_to(self, tmp_path: Any) -> None:
        words = [sys.executable, "-m", "nuan.jobs.cli"]
        env = os.environ | {"NUAN_DATA": str(tmp_path)}
        env.pop("NUAN_POSTGRES", None)
        subprocess.run([*words, "manage", "migrate", "-v0"], env=env, check=True)
        with subprocess.Popen([*words, "work"], env=env) as running:
            until = time.monotonic() + 20
            while not list(tmp_path.glob("bells/work.*")) and time.monotonic() < until:
                time.sleep(0.05)
            running.send_signal(signal.SIGTERM)
            assert running.wait(timeout=20) == 0

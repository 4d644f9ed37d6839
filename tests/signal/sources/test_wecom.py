from __future__ import annotations

from typing import Any

import pytest

from nuan.signal.facts import Ignored, Unreadable
from tests.signal.sources.reading import read, read_all

AT = 1795143600


def xml(kind: str, **more: str) -> str:
    fields = {
        "ToUserName": "ww1",
        "FromUserName": "linxiuying",
        "CreateTime": str(AT),
        "MsgType": kind,
        **more,
    }
    return (
        "<xml>"
        + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
        + "</xml>"
    )


class TestRead:
    def test_says_what_was_written_but_not_by_whom(self) -> None:
        (signal,) = read("wecom", xml("text", Content="三单元灯坏了", MsgId="70", AgentID="2"))
        assert (signal.kind, signal.source_id, signal.at.timestamp()) == ("message.received", "70", AT)
        assert (signal.payload["text"], signal.payload["type"]) == ("三单元灯坏了", "text")
        assert "linxiuying" not in str(signal.payload)

    def test_gives_one_person_one_pseudonym_and_two_persons_two(self) -> None:
        mine, again = (read("wecom", xml("text", Content=word, MsgId=word))[0] for word in "ab")
        other = read("wecom", xml("text", Content="a", MsgId="c", FromUserName="wuqiang"))[0]
        assert mine.payload["from"] == again.payload["from"] != other.payload["from"]

    def test_keeps_no_picture(self) -> None:
        (signal,) = read("wecom", xml("image", PicUrl="https://a.cn/p.jpg", MediaId="m-1", MsgId="71"))
        assert signal.payload["type"] == "image"
        assert not {"m-1", "https://a.cn/p.jpg"} & set(map(str, signal.payload.values()))

    def test_keeps_the_name_of_a_place_but_not_where_somebody_stands(self) -> None:
        (signal,) = read(
            "wecom", xml("location", Location_X="30.55", Location_Y="114.34", Label="3号楼前", MsgId="72")
        )
        assert signal.payload["text"] == "3号楼前"
        assert "30.55" not in str(signal.payload)
        (ignored,) = read_all("wecom", xml("event", Event="LOCATION", Latitude="30.55", Longitude="114.34"))
        assert isinstance(ignored, Ignored)

    @pytest.mark.parametrize(
        ("event", "more"),
        [
            ("click", {"EventKey": "repair"}),
            ("change_external_contact", {"ChangeType": "add_external_contact", "ExternalUserID": "wm1"}),
        ],
    )
    def test_hears_events_that_say_something(self, event: str, more: dict[str, str]) -> None:
        (signal,) = read("wecom", xml("event", Event=event, **more))
        assert (signal.payload["event"], signal.payload["text"]) == (event, more.get("EventKey", ""))

    def test_leaves_other_events_alone(self) -> None:
        (ignored,) = read_all("wecom", xml("event", Event="enter_agent"))
        assert isinstance(ignored, Ignored)
        assert "enter_agent" in ignored.reason

    @pytest.mark.parametrize(
        "sample",
        [
            {
                "msgid": "9",
                "chatid": "g1",
                "from": {"userid": "lin"},
                "msgtype": "text",
                "text": {"content": "停水了吗"},
            },
            {"MsgId": 9, "ChatId": "g1", "FromUserName": "lin", "MsgType": "text", "Content": "停水了吗"},
            (
                "<xml><From><UserId>lin</UserId><Name>林</Name></From><MsgId>9</MsgId><ChatId>g1</ChatId><MsgType>text</MsgType>"
                "<Text><Content>停水了吗</Content></Text></xml>"
            ),
        ],
        ids=["robot-json", "plain-json", "robot-xml"],
    )
    def test_reads_group_robots_and_plain_json_alike(self, sample: Any) -> None:
        (signal,) = read("wecom", sample)
        assert (signal.source_id, signal.payload["text"], signal.payload["clock"]) == (
            "9",
            "停水了吗",
            "absent",
        )
        assert signal.payload["conversation"] != signal.payload["from"]

    @pytest.mark.parametrize(
        ("sample", "sentence"),
        [
            ("<xml><Encrypt>AAAA</Encrypt></xml>", "locked"),
            ("<xml></xml>", "MsgType"),
            ("{}", "MsgType"),
            ("hello", "not XML"),
            ('<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>', "definitions"),
        ],
    )
    def test_says_what_it_expected(self, sample: str, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read_all("wecom", sample)

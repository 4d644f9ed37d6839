from __future__ import annotations

import json

import pytest

from nuan.signal.facts import Ignored, Signal, Unreadable
from tests.signal.sources.reading import read, read_all

HELD = "【菜鸟驿站】您有韵达快递包裹，请凭12-4-3307到桂花里南门菜鸟驿站取件"
CODE = "【云购】验证码 482913，请勿告诉他人"
FOREIGN = "您的京东包裹已到桂花里驿站，取件码 803921"


def kinds(sample: object) -> list[str]:
    return [one.kind if isinstance(one, Signal) else "ignored" for one in read_all("parcel-sms", sample)]


class TestRead:
    def test_says_what_waits_where_and_keeps_no_text(self) -> None:
        (signal,) = read("parcel-sms", HELD)
        assert (signal.kind, signal.payload) == (
            "parcel.held",
            {
                "state": "held", "codes": ["12-4-3307"], "place": "桂花里南门菜鸟驿站", "carrier": "韵达快递",
                "clock": "absent",
            },
        )  # fmt: skip

    def test_answers_other_texts_with_a_reason(self) -> None:
        (found,) = read_all("parcel-sms", CODE)
        assert isinstance(found, Ignored)
        assert "verification" in found.reason

    @pytest.mark.parametrize(
        "sample",
        [
            f"{HELD}\n{CODE}\n",
            f"{HELD}\r\n\r\n{CODE}",
            [HELD, CODE],
            [{"text": HELD}, {"body": CODE}],
            "\n".join(json.dumps({"content": text}) for text in (HELD, CODE)),
            "\n".join(json.dumps(text) for text in (HELD, CODE)),
        ],
        ids=["lines", "paragraphs", "array", "objects", "object-lines", "string-lines"],
    )
    def test_gives_one_answer_per_text(self, sample: object) -> None:
        assert kinds(sample) == ["parcel.held", "ignored"]

    def test_takes_lines_without_a_sign_for_texts_where_each_says_a_code(self) -> None:
        assert kinds(f"{FOREIGN}\n{FOREIGN}1") == ["parcel.held"] * 2

    def test_takes_the_lines_of_one_text_for_one(self) -> None:
        (signal,) = read("parcel-sms", "【菜鸟驿站】\n包裹已到站\n取件码：8-8-7001\n地址：河湾小区7栋旁")
        assert (signal.payload["codes"], signal.payload["place"]) == (["8-8-7001"], "河湾小区7栋旁")

    def test_takes_over_home_phone_and_time_from_a_sender_who_knows_them(self) -> None:
        given = {"text": HELD, "home": "3-1-502", "phone": "13800138000", "time": "2026-11-20 10:30"}
        (signal,) = read("parcel-sms", given)
        assert (signal.payload["home"], signal.payload["phone"]) == ("3-1-502", "13800138000")
        assert (signal.at.isoformat(), signal.payload["zone"]) == ("2026-11-20T10:30:00+08:00", "assumed")

    def test_knows_the_same_text_again_however_it_is_wrapped(self) -> None:
        (plain,), (marked,), (other,) = (
            read("parcel-sms", text) for text in (HELD, HELD.replace("请", "\u200b请"), FOREIGN)
        )
        assert plain.source_id == marked.source_id != other.source_id

    @pytest.mark.parametrize("sample", [b"", b" \n", b"{}", b'{"text": 5}', b"[[]]", b"\xff\xfe\x00\x00"])
    def test_refuses_what_holds_no_text(self, sample: bytes) -> None:
        with pytest.raises(Unreadable):
            read_all("parcel-sms", sample)

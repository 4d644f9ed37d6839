from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuan.signal.facts import Ignored
from nuan.signal.rules.pickup import codes, judge
from nuan.signal.rules.pickup.letters import folded, visible
from nuan.signal.rules.pickup.notices import TEXT_LIMIT, Notice, notice
from tests.signal.rules.pickup.sayings import HELD, IGNORED

SHELF = st.builds("{}-{}-{:04d}".format, st.integers(1, 40), st.integers(1, 9), st.integers(0, 9999))
OTHER = st.from_regex(r"[1-9][0-9]{5}|[1-9][0-9]{7}|SF[0-9]{6}|[A-HJ-NP-Z][1-9][0-9]{3}", fullmatch=True)
FRAMES = st.sampled_from(
    [
        "【菜鸟驿站】您的韵达快递到了，取件码：{}，请到桂花里南门取件",
        "【丰巢】凭取件码「{}」至桂花里5栋丰巢柜取件",
        "【妈妈驿站】提货码 {} ，请尽快来取您的包裹，电话13800138000",
        "您的快递已存放至物业前台，请凭{}领取，2元/天",
        "{}为您的取件码，包裹在桂花里驿站，11月25日前取走",
    ]
)
#: What each of the first refusals alone keeps out, in their order.
FOOLING = (
    "【菜鸟】验证码604512，用于领取您的包裹，取件码请勿泄露",
    "【京东】恭喜您中奖！凭取件码6688到驿站领取大奖",
    "【菜鸟驿站】您的包裹滞留，取件码3321，请打开 http://cn-yz.top/q 重新派送",
)


def read(text: str) -> Notice:
    found = notice(text)
    assert isinstance(found, Notice), found
    return found


class TestNotice:
    @pytest.mark.parametrize("saying", HELD, ids=lambda saying: saying[0][:24])
    def test_understands(self, saying: tuple[str, str, str, str, str]) -> None:
        text, *expected = saying
        found = read(text)
        assert [" ".join(found.codes), found.place, found.carrier, found.state.value] == expected

    @pytest.mark.parametrize("saying", IGNORED, ids=lambda saying: saying[0][:24])
    def test_leaves_alone(self, saying: tuple[str, str]) -> None:
        text, word = saying
        found = notice(text)
        assert isinstance(found, Ignored)
        assert word in found.reason

    def test_refuses_what_is_longer_than_a_text(self) -> None:
        found = notice("【丰巢】取件码 123456，" + "请取件" * TEXT_LIMIT)
        assert isinstance(found, Ignored)

    @given(frame=FRAMES, code=SHELF | OTHER)
    def test_finds_a_code_in_any_frame(self, frame: str, code: str) -> None:
        assert read(frame.format(code)).codes == (code,)

    @given(frame=FRAMES, code=SHELF | OTHER, hidden=st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"))
    def test_sees_through_hidden_marks_and_wide_digits(self, frame: str, code: str, hidden: str) -> None:
        wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
        assert read(frame.format(hidden.join(wide))).codes == (code,)

    @given(several=st.lists(SHELF, min_size=2, max_size=6, unique=True), mark=st.sampled_from("，,、 ；和"))
    def test_finds_all_of_several(self, several: list[str], mark: str) -> None:
        text = f"【菜鸟驿站】您有包裹待取，取件码：{mark.join(several)}，请到桂花里驿站取件"
        assert read(text).codes == tuple(several)

    @given(
        code=st.from_regex(r"[0-9]{4,8}", fullmatch=True),
        parcel=st.sampled_from(["快递", "包裹", "驿站", ""]),
    )
    def test_never_makes_a_parcel_of_a_verification_code(self, code: str, parcel: str) -> None:
        for text in (
            f"【{parcel}】验证码：{code}，请勿泄露",
            f"{code}是您的登录验证码，{parcel}取件请用",
            f"{parcel}动态密码{code}",
        ):
            assert isinstance(notice(text), Ignored)

    @pytest.mark.parametrize(("number", "text"), list(enumerate(FOOLING)))
    def test_would_be_fooled_without_the_refusal(
        self, number: int, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert isinstance(notice(text), Ignored)
        kept = tuple(one for one in judge.REFUSALS if one is not judge.REFUSALS[number])
        monkeypatch.setattr(judge, "REFUSALS", kept)
        assert isinstance(notice(text), Notice)


class TestCodes:
    @pytest.mark.parametrize(
        "text",
        [
            "请凭手机尾号4471取件",
            "请于2026-11-25前取件，电话010-12345678",
            "运单号YT1234567890123，订单编号 8823901",
            "快递费12.50元，取件码将稍后发送",
            "取件码24小时内有效",
            "送至3-1-1502，请来取件",
            "凭身份证取件，客服95338",
        ],
    )
    def test_are_not_what_only_looks_like_one(self, text: str) -> None:
        assert codes.codes(text) == []


class TestLetters:
    @given(st.text(max_size=60))
    def test_stay_in_their_places(self, text: str) -> None:
        seen = visible(text)
        assert len(folded(seen)) == len(seen)
        assert visible(seen) == seen

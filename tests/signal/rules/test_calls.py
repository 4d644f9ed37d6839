from __future__ import annotations

import pytest

from nuan.signal.rules.calls import Call, read_call, read_calls, read_named

BECAME_YELLOW = (
    "对流云团有所减弱，桂花县气象台于9月17日16时26分将东溪街道、南溪镇暴雨橙色预警信号降级为黄色，"
    "其余镇街暴雨黄色仍生效，需继续做好相关防御。桂花县预警信息发布中心"
)


class TestReadCalls:
    @pytest.mark.parametrize(
        ("text", "call"),
        [
            ("桂花区气象台2026年3月2日发布暴雨红色预警信号：", Call("alert", "暴雨", "red")),
            ("桂花区气象台发布台风橙色预警[Ⅱ级/严重]", Call("alert", "台风", "orange")),
            ("中央气象台7月20日10时发布台风“桂花”红色预警", Call("alert", "台风", "red")),
            ("中央气象台发布今年第11号台风蓝色预警", Call("alert", "台风", "blue")),
            ("市气象台继续发布暴雪黄色预警信号", Call("update", "暴雪", "yellow")),
            ("桂花市气象台升级发布暴雨橙色预警信号", Call("update", "暴雨", "orange")),
            ("气象台将暴雨黄色预警信号升级为暴雨橙色预警信号", Call("update", "暴雨", "orange")),
            ("桂花市气象台将大风蓝色预警信号变更为黄色", Call("update", "大风", "yellow")),
            ("气象台将大风黄色预警变更为大风蓝色预警", Call("update", "大风", "blue")),
            ("气象台变更大雾橙色预警信号为大雾黄色预警信号", Call("update", "大雾", "yellow")),
            ("气象台20日将发布于19日的寒潮蓝色预警升级为橙色", Call("update", "寒潮", "orange")),
            (BECAME_YELLOW, Call("update", "暴雨", "yellow")),
            ("市气象台解除寒潮蓝色预警信号", Call("cancel", "寒潮", "blue")),
            ("桂花市暴雨橙色预警信号于11时30分解除", Call("cancel", "暴雨", "orange")),
            ("气象台20日9时解除20日8时30分发布的暴雨黄色预警信号", Call("cancel", "暴雨", "yellow")),
            ("桂花市暴雨黄色预警信号生效", Call("alert", "暴雨", "yellow")),
            ("【暴雨红色预警】桂花市气象台20日8时30分发布：", Call("alert", "暴雨", "red")),
            ("气象台发布雷暴大风黄色预警", Call("alert", "雷暴大风", "yellow")),
            ("气象台发布全区分镇街大雾橙色预警", Call("alert", "大雾", "orange")),
            ("发布森林（草原）火险橙色预警", Call("alert", "森林（草原）火险", "orange")),
            ("水利厅和气象局20日18时联合发布橙色山洪灾害气象预警", Call("alert", "山洪灾害气象", "orange")),
            (
                "发布地质灾害气象风险黄色预警",
                Call("alert", "地质灾害气象风险", "yellow"),
            ),
            ("生态环境局启动重污染天气黄色（Ⅲ级）预警", Call("alert", "重污染天气", "yellow")),
            ("桂花市发布臭氧污染蓝色预警", Call("alert", "臭氧污染", "blue")),
            ("气象台发布蓝藻黄色预警", Call("alert", "蓝藻", "yellow")),
            ("气象台发布螺蛳黄色预警", Call("alert", "螺蛳", "yellow")),
            ("应急局发布重污染天气预警", Call("alert", "重污染天气", None)),
        ],
    )
    def test_tell_what_the_sentence_does(self, text: str, call: Call) -> None:
        assert read_calls(text) == [call]

    @pytest.mark.parametrize(
        ("text", "calls"),
        [
            (
                "桂花市气象台解除大风蓝色、寒潮蓝色预警信号",
                [Call("cancel", "大风", "blue"), Call("cancel", "寒潮", "blue")],
            ),
            (
                "中央气象台11月20日06时继续发布暴雪蓝色预警和寒潮黄色预警",
                [Call("update", "暴雪", "blue"), Call("update", "寒潮", "yellow")],
            ),
            (
                "桂花市气象台发布台风、暴雨橙色预警",
                [Call("alert", "台风", "orange"), Call("alert", "暴雨", "orange")],
            ),
            (
                "桂花市气象台20日9时解除暴雨橙色预警信号，同时发布大风蓝色预警信号",
                [Call("cancel", "暴雨", "orange"), Call("alert", "大风", "blue")],
            ),
            (
                "桂花市气象台发布道路结冰黄色预警信号，原大雾橙色预警信号解除",
                [Call("alert", "道路结冰", "yellow"), Call("cancel", "大雾", "orange")],
            ),
        ],
    )
    def test_tell_each_hazard(self, text: str, calls: list[Call]) -> None:
        assert read_calls(text) == calls

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "明天有雨，记得收衣服",
            "如遇气象台发布暴雨红色预警，学校停课",
            "根据气象台发布的暴雨红色预警，学校停课",
            "去年全市共发布暴雨预警36次",
            "目前没有发布高温预警",
            "今天蓝色天空，预警系统正常",
            "天气预警平台升级完成",
            "暴雨蓝色预警图标说明",
        ],
    )
    def test_hear_no_warning_where_one_is_only_spoken_of(self, text: str) -> None:
        assert read_calls(text) == []
        assert read_call(text) is None

    def test_take_no_time_for_a_text_of_a_thousand_colours(self) -> None:
        assert read_calls("发布" + "、红色预警为" * 3000 + "。" * 3000) == []


class TestReadNamed:
    def test_reads_a_title_without_a_verb(self) -> None:
        assert read_named("暴雨蓝色预警") == Call("alert", "暴雨", "blue")

    def test_reads_nothing_where_nothing_is_named(self) -> None:
        assert read_named("多云") is None

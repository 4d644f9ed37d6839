"""Every sender of official warnings and forecasts, on samples of our own."""

from __future__ import annotations

from typing import Any

import pytest

from nuan.signal.facts import Signal, Unreadable
from tests.signal.sources.reading import NOW, read

CAP = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>42010041600000_20261120113000</identifier><sender>w@example.org</sender>
<sent>2026-11-20T11:30:00+08:00</sent><status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>
{references}<info><language>en-US</language><category>Met</category><event>Gale</event><urgency>Expected</urgency>
<severity>Severe</severity><certainty>Likely</certainty></info>
<info><language>zh-CN</language><category>Met</category><event>大风</event><urgency>Expected</urgency>
<severity>Severe</severity><certainty>Likely</certainty><eventCode><valueName>cn</valueName><value>11B06</value></eventCode>
<expires>2026-11-20T23:30:00+08:00</expires><senderName>桂花市气象台</senderName>
<headline>桂花市气象台发布大风黄色预警信号</headline><description>阵风可达9级。</description>
<area><areaDesc>桂花市</areaDesc><geocode><valueName>adcode</valueName><value>420100</value></geocode></area></info>
</alert>"""
FIRST = "w@example.org,42010041600000_20261120080000,2026-11-20T08:00:00+08:00"

NATIONAL = """<?xml version="1.0" encoding="GB2312"?><Alert xmlns="http://www.example.org/amp">
<identifier>{ident}</identifier><sender>桂花市气象台</sender><senderCode>42010041600000</senderCode>
<sendTime>2026-11-20 11:30:00+08:00</sendTime><status>Actual</status><msgType>{kind}</msgType>
<references>{references}</references>
<info><eventType>11B03</eventType><severity>Orange</severity><effective>2026-11-20 11:30:00+08:00</effective>
<senderName>桂花市气象台</senderName><headline>桂花市气象台发布暴雨橙色预警信号</headline>
<description>未来3小时降雨量将达50毫米以上。</description>
<area><areaDesc>桂花市</areaDesc><geocode>420102，420103</geocode></area></info></Alert>"""


def one(name: str, sample: object) -> Signal:
    (signal,) = read(name, sample)
    assert signal.kind in ("weather.warning", "weather.forecast")
    return signal


def cap(*, status: str = "Actual", kind: str = "Alert", references: str = "") -> str:
    quoted = f"<references>{references}</references>" if references else ""
    return CAP.format(status=status, kind=kind, references=quoted)


class TestCap:
    def test_speaks_chinese_where_the_alert_does(self) -> None:
        signal = one("cap", cap())
        expected = {
            "hazard": "11B06",
            "hazard_text": "大风",
            "colour": "yellow",
            "msg_type": "alert",
            "status": "actual",
            "chain": "42010041600000_20261120113000",
            "issuer": "桂花市气象台",
            "areas": ["桂花市"],
            "area_codes": ["420100"],
            "severity": "severe",
            "expires": "2026-11-20T23:30:00+08:00",
        }
        assert {key: signal.payload[key] for key in expected} == expected

    def test_follows_the_chain_to_the_first(self) -> None:
        payload = one("cap", cap(kind="Cancel", references=FIRST)).payload
        assert (payload["msg_type"], payload["chain"]) == ("cancel", "42010041600000_20261120080000")

    @pytest.mark.parametrize("status", ["Exercise", "Test"])
    def test_says_when_it_is_no_real_one(self, status: str) -> None:
        assert one("cap", cap(status=status)).payload["status"] == status.lower()

    def test_gives_a_foreign_alert_no_colour_of_ours(self) -> None:
        foreign = (
            cap().replace("11B06", "SVR").replace("大风黄色预警信号", "gale").replace(">大风<", ">Squall<")
        )
        assert one("cap", foreign).payload["colour"] is None

    def test_makes_no_colour_of_a_severity(self) -> None:
        plain = cap().replace("大风黄色预警信号", "大风预警信号")
        assert one("cap", plain).payload["colour"] is None

    @pytest.mark.parametrize(
        ("name", "value", "colour"),
        [("awareness_level", "3; orange; Severe", "orange"), ("VehicleColor", "Red", None)],
    )
    def test_reads_a_colour_where_the_sender_states_one(
        self, name: str, value: str, colour: str | None
    ) -> None:
        told = f"<parameter><valueName>{name}</valueName><value>{value}</value></parameter><expires>"
        sample = cap().replace("大风黄色预警信号", "大风预警信号").replace("<expires>", told)
        assert one("cap", sample).payload["colour"] == colour

    def test_keeps_the_outline(self) -> None:
        drawn = "</areaDesc><polygon>30,114 30,115 31,115</polygon><circle>30.5,114.5 12</circle><polygon>x</polygon>"
        payload = one("cap", cap().replace("</areaDesc>", drawn)).payload
        assert payload["polygons"] == [[[30.0, 114.0], [30.0, 115.0], [31.0, 115.0], [30.0, 114.0]]]
        assert payload["circles"] == [[30.5, 114.5, 12.0]]

    def test_takes_the_all_clear_for_the_end(self) -> None:
        sample = cap(kind="Update").replace("<urgency>", "<responseType>AllClear</responseType><urgency>")
        assert one("cap", sample).payload["msg_type"] == "cancel"

    def test_mends_what_a_browser_would_still_read(self) -> None:
        assert one("cap", cap().replace("阵风", "A & B caf&eacute;")).payload["text"].startswith("A & B café")

    def test_gives_each_colour_of_a_message_its_own_warning(self) -> None:
        alert = cap()
        first = alert[alert.rindex("<info>") : alert.index("</alert>")]
        both = alert.replace("</alert>", f"{first.replace('黄色', '橙色')}</alert>")
        found = read("cap", both)
        assert [signal.payload["colour"] for signal in found] == ["yellow", "orange"]
        assert (
            len({signal.source_id for signal in found})
            == len({signal.payload["chain"] for signal in found}) + 1
        )

    def test_stays_silent_at_an_acknowledgement(self) -> None:
        assert read("cap", cap(kind="Ack")) == []

    @pytest.mark.parametrize("name", ["identifier", "sender", "sent", "status", "msgType", "scope"])
    def test_refuses_an_alert_without(self, name: str) -> None:
        with pytest.raises(Unreadable, match=f"<{name}> is missing"):
            read("cap", cap().replace(f"<{name}>", "<x>", 1).replace(f"</{name}>", "</x>", 1))

    def test_knows_that_the_first_version_had_no_scope(self) -> None:
        first = cap().replace("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0")
        assert read("cap", first.replace("<scope>Public</scope>", ""))

    @pytest.mark.parametrize("sample", [cap(status="Perhaps"), cap(kind="Shout"), "<rss/>", "no"])
    def test_refuses_what_cap_does_not_know(self, sample: str) -> None:
        with pytest.raises(Unreadable):
            read("cap", sample)


class TestNational:
    def sample(self, *, kind: str = "Alert", references: str = "") -> bytes:
        ident = "42010041600000_20261120113000"
        return NATIONAL.format(kind=kind, references=references, ident=ident).encode("gb2312")

    def test_reads_the_centres_xml(self) -> None:
        signal = one("cn-warning", self.sample())
        assert signal.at.isoformat() == "2026-11-20T11:30:00+08:00"
        assert (signal.payload["hazard"], signal.payload["colour"]) == ("11B03", "orange")
        assert signal.payload["area_codes"] == ["420102", "420103"]
        assert signal.payload["severity"] is None

    def test_follows_the_chain_to_the_first(self) -> None:
        first = "42010041600000_20261120080000"
        payload = one("cn-warning", self.sample(kind="Update", references=first)).payload
        assert (payload["msg_type"], payload["chain"]) == ("update", first)

    def test_reads_the_same_fields_as_json(self) -> None:
        fields = {"eventType": "11B0304", "severity": "Red", "headline": "桂花市气象台发布暴雨红色预警信号"}
        payload = one("cn-warning", {"identifier": "x_1", "msgType": "Alert", "info": fields}).payload
        assert (payload["hazard"], payload["hazard_text"], payload["colour"]) == ("11B03", "暴雨", "red")

    def test_stays_silent_at_an_acknowledgement(self) -> None:
        assert read("cn-warning", self.sample(kind="Ack")) == []

    def test_gives_each_hazard_of_a_message_its_own_warning(self) -> None:
        infos = [{"eventType": "11B03", "severity": "红色"}, {"eventType": "11A01", "severity": "Blue"}]
        found = read("cn-warning", {"identifier": "x_1", "msgType": "Alert", "info": infos})
        assert [(one.payload["hazard_text"], one.payload["colour"]) for one in found] == [
            ("暴雨", "red"),
            ("洪水", "blue"),
        ]

    @pytest.mark.parametrize("sample", [[], [{"a": 1}], "<a/>", "暴雨"])
    def test_refuses_what_is_no_warning(self, sample: object) -> None:
        with pytest.raises(Unreadable):
            read("cn-warning", sample)


class TestWarningText:
    def test_reads_bare_text(self) -> None:
        text = "桂花市气象台2026年11月20日11时30分发布暴雪红色预警信号：预计未来6小时降雪量将达15毫米以上。"
        signal = one("warning-text", text)
        assert signal.at.isoformat() == "2026-11-20T11:30:00+08:00"
        assert signal.payload["zone"] == "assumed"
        assert (signal.payload["hazard"], signal.payload["colour"]) == ("11B04", "red")
        assert signal.payload["areas"] == ["桂花市"]

    def test_takes_a_line_of_its_own_for_the_headline(self) -> None:
        text = "桂花市气象台发布台风蓝色预警\n桂花市气象台20日08时10分发布台风蓝色预警：请注意防范。\n咨询电话见公告。"
        signal = one("warning-text", text)
        assert signal.payload["headline"] == "桂花市气象台发布台风蓝色预警"
        assert signal.payload["text"].endswith("咨询电话见公告。")

    def test_gives_one_signal_per_warning(self) -> None:
        text = "甲市气象台20日8时发布高温橙色预警。\n乙市气象台20日9时解除高温橙色预警。"
        assert [signal.payload["msg_type"] for signal in read("warning-text", text)] == ["alert", "cancel"]

    @pytest.mark.parametrize("text", ["", "明天有雨", "预警", '{"text": "晴"}', '[{"text": 3}]'])
    def test_refuses_a_text_that_warns_of_nothing(self, text: str) -> None:
        with pytest.raises(Unreadable):
            read("warning-text", text)


class TestQWeather:
    NEW = {
        "id": "2026-2", "senderName": "桂花区气象台", "issuedTime": "2026-11-20T11:19+08:00", "urgency": None,
        "messageType": {"code": "cancel", "supersedes": ["2026-1"]}, "eventType": {"name": "大风", "code": "1006"},
        "severity": "minor", "color": {"code": "blue"}, "expireTime": "2026-11-20T12:19+08:00",
        "headline": "桂花区气象台解除大风蓝色预警信号", "description": "影响已减弱。",
    }  # fmt: skip

    def test_reads_the_new_interface(self) -> None:
        payload = one("qweather", {"metadata": {}, "alerts": [self.NEW]}).payload
        assert (payload["hazard"], payload["colour"], payload["msg_type"]) == ("11B06", "blue", "cancel")
        assert (payload["chain"], payload["supersedes"]) == ("2026-1", ["2026-1"])

    def test_reads_the_old_interface(self) -> None:
        old = {
            "id": "9", "sender": "桂花区气象台", "pubTime": "2026-11-20T10:30+08:00", "status": "active",
            "title": "桂花区气象台发布道路结冰黄色预警", "severityColor": "Yellow", "type": "1021",
            "typeName": "道路结冰", "text": "请注意防范。", "related": "",
        }  # fmt: skip
        payload = one("qweather", {"code": "200", "warning": [old]}).payload
        assert (payload["hazard"], payload["colour"], payload["msg_type"]) == ("11B21", "yellow", "alert")

    def test_gives_no_code_to_a_hazard_of_the_services_own(self) -> None:
        item = {**self.NEW, "eventType": {"name": "停课信号", "code": "1044"}, "headline": "", "color": {}}
        payload = one("qweather", {"alerts": [item]}).payload
        assert (payload["hazard"], payload["hazard_text"], payload["colour"]) == (None, "停课信号", None)

    @pytest.mark.parametrize(
        ("block", "row", "step", "rain"),
        [
            ("hourly", {"fxTime": "2026-11-20T15:00+08:00", "precip": "2.4", "temp": "-2"}, "hour", 2.4),
            ("minutely", {"fxTime": "2026-11-20T15:05+08:00", "precip": "0.2"}, "5min", 2.4),
            ("daily", {"fxDate": "2026-11-20", "precip": "12", "tempMin": "-2", "tempMax": "9"}, "day", 12.0),
        ],
    )
    def test_reads_forecasts(self, block: str, row: dict[str, str], step: str, rain: float) -> None:
        payload = one(
            "qweather", {"code": "200", "updateTime": "2026-11-20T11:55+08:00", block: [row]}
        ).payload
        found = payload["measures"]["rain_sum" if step == "day" else "rain"]
        assert (found["step"], found["points"][0][1]) == (step, rain)
        assert "colour" not in payload

    def test_stays_silent_when_nothing_is_warned_of(self) -> None:
        assert read("qweather", {"metadata": {"zeroResult": True}, "alerts": []}) == []

    @pytest.mark.parametrize(
        ("sample", "sentence"),
        [
            ({"code": "402"}, "code 402"),
            ({"code": "200", "now": {}}, "expected"),
            ({"alerts": [1]}, "list of objects"),
        ],
    )
    def test_says_why_not(self, sample: object, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("qweather", sample)


class TestWeatherCn:
    FIELDS = (
        '{"head": "桂花市发布冰雹橙色预警信号", "PROVINCE": "湖北省", "CITY": "桂花市", "SIGNALTYPE": "冰雹",'
        ' "SIGNALLEVEL": "橙色", "ISSUETIME": "2026-11-20 11:29:27", "RELIEVETIME": "2026-11-20 23:29:27",'
        ' "ISSUECONTENT": "桂花市气象台发布冰雹橙色预警信号", "identifier": "42010041600000_20261120112927"}'
    )

    @pytest.mark.parametrize("wrapped", ["var alarminfo={};", "back({});", "{}", "window.a = {}"])
    def test_reads_the_script(self, wrapped: str) -> None:
        signal = one("weathercn", wrapped.replace("{}", self.FIELDS))
        assert signal.at.isoformat() == "2026-11-20T11:29:27+08:00"
        assert (signal.payload["hazard"], signal.payload["colour"]) == ("11B15", "orange")
        assert signal.payload["expires"] == "2026-11-20T23:29:27+08:00"

    def test_reads_the_list_of_a_city(self) -> None:
        row = '{"w1": "湖北省", "w2": "桂花市", "w4": "05", "w5": "大风", "w6": "01", "w7": "蓝色", "w8": "2026-11-20 11:25"'
        script = f'var cityDZ1={{"a":1}};var alarmDZ1={{"w":[{row}, "w9": "市气象台发布大风蓝色预警"}}]}};'
        payload = one("weathercn", script).payload
        assert (payload["hazard"], payload["colour"], payload["areas"]) == ("11B06", "blue", ["湖北省桂花市"])

    def test_reads_the_list_of_the_country(self) -> None:
        payload = one(
            "weathercn", 'var alarminfo={"count":"1","data":[["桂花市","1012001-20261120112500-0203.html"]]};'
        ).payload
        assert (payload["hazard"], payload["colour"], payload["areas"]) == ("11B03", "orange", ["桂花市"])

    def test_stays_silent_when_nothing_is_warned_of(self) -> None:
        assert read("weathercn", 'var alarmDZ1={"w":[]};') == []

    def test_refuses_a_script_of_something_else(self) -> None:
        with pytest.raises(Unreadable):
            read("weathercn", 'var weather={"temp":"3"};')


class TestCaiyun:
    ITEM = {
        "code": "0204", "title": "桂花区气象台发布暴雨预警[I级/特别严重]", "pubtimestamp": 1795143600,
        "description": "桂花区气象台20日11时发布暴雨红色预警", "location": "湖北省桂花区", "adcode": "420102",
        "alertId": "42010241600000_20261120110000", "status": "预警中",
    }  # fmt: skip

    @pytest.mark.parametrize(
        "sample", [[ITEM], {"result": {"alert": {"status": "ok", "content": [ITEM]}}}, {"content": [ITEM]}]
    )
    def test_reads_the_list_wherever_it_is(self, sample: Any) -> None:
        payload = one("caiyun", sample).payload
        assert (payload["hazard"], payload["colour"], payload["area_codes"]) == ("11B03", "red", ["420102"])

    @pytest.mark.parametrize(("unit", "names"), [("metric", {"wind"}), ("metric:v2", {"rain", "wind"})])
    def test_takes_an_echo_for_no_amount_of_rain(self, unit: str, names: set[str]) -> None:
        hour = {"datetime": "2026-11-20T12:00+08:00"}
        hourly = {"precipitation": [{**hour, "value": 0.4}], "wind": [{**hour, "speed": 36}]}
        measures = one("caiyun", {"status": "ok", "unit": unit, "result": {"hourly": hourly}}).payload[
            "measures"
        ]
        assert set(measures) == names
        assert measures["wind"]["points"][0][1] == 10.0

    def test_refuses_what_is_no_list_of_warnings(self) -> None:
        with pytest.raises(Unreadable):
            read("caiyun", {"result": {"realtime": {}}})


class TestOpenMeteo:
    def sample(self, **more: Any) -> dict[str, Any]:
        return {
            "utc_offset_seconds": 28800,
            "generationtime_ms": 0.04,
            "hourly_units": {"precipitation": "mm", "temperature_2m": "°C"},
            "hourly": {
                "time": ["2026-11-20T15:00", "2026-11-20T16:00"],
                "precipitation": [0.0, 2.5],
                "temperature_2m": [7.1, None],
            },
            **more,
        }

    def test_turns_columns_into_points(self) -> None:
        signal = one("open-meteo", self.sample())
        assert signal.payload["measures"]["rain"] == {
            "unit": "mm/h",
            "step": "hour",
            "points": [["2026-11-20T15:00:00+08:00", 0.0], ["2026-11-20T16:00:00+08:00", 2.5]],
        }
        assert signal.payload["measures"]["temperature"]["points"][1][1] is None
        assert (signal.at, signal.payload["clock"]) == (NOW, "absent")

    def test_tells_every_unit_in_ours(self) -> None:
        answer = {
            "utc_offset_seconds": 0,
            "hourly_units": {"precipitation": "inch", "temperature_2m": "°F", "wind_speed_10m": "mp/h"},
            "hourly": {
                "time": [1795143600],
                "precipitation": [1],
                "temperature_2m": [50],
                "wind_speed_10m": [10],
            },
        }
        (first, second) = read("open-meteo", [answer, {**answer, "latitude": 30}])
        points = {name: one["points"][0][1] for name, one in first.payload["measures"].items()}
        assert points == {"rain": 25.4, "temperature": 10.0, "wind": 4.4704}
        assert first.source_id != second.source_id

    def test_tells_a_quarters_rain_by_the_hour_and_a_days_apart(self) -> None:
        quarter = {"minutely_15": {"time": ["2026-11-20T15:00"], "precipitation": [0.5]}}
        day = {"daily": {"time": ["2026-11-20"], "precipitation_sum": [12]}}
        measures = one("open-meteo", {"utc_offset_seconds": 28800, **quarter, **day}).payload["measures"]
        assert {name: told["points"][0][1] for name, told in measures.items()} == {
            "rain": 2.0,
            "rain_sum": 12.0,
        }

    def test_refuses_a_unit_nobody_knows(self) -> None:
        with pytest.raises(Unreadable, match="no unit"):
            read("open-meteo", self.sample(hourly_units={"precipitation": "furlong"}))

    def test_never_computes_a_colour(self) -> None:
        storm = self.sample(hourly={"time": ["2026-11-20T15:00"], "precipitation": [120.0]})
        assert {"colour", "hazard"}.isdisjoint(one("open-meteo", storm).payload)

    def test_gives_one_id_to_the_same_numbers_asked_for_again(self) -> None:
        first, again = one("open-meteo", self.sample()), one("open-meteo", self.sample(generationtime_ms=9))
        other = one("open-meteo", self.sample(utc_offset_seconds=0))
        assert first.source_id == again.source_id != other.source_id

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"error": True, "reason": "out of range"}, "out of range"),
            ({"hourly": {"time": ["2026-11-20T15:00"], "precipitation": []}}, "one value per time"),
            ({"hourly": {"time": ["soon"], "precipitation": [1]}}, "without a time"),
            ({"hourly": {"time": ["2026-11-20T15:00"], "precipitation": ["wet"]}}, "no number"),
            ({"hourly": {"time": []}}, "no points"),
            ({"hourly": {}}, "without `time`"),
            ({"hourly": None}, "expected `hourly`"),
            ({"hourly": {"time": [0] * 1999, "rain": [0] * 1999}}, "1999 points"),
        ],
    )
    def test_says_why_not(self, more: dict[str, Any], sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("open-meteo", self.sample(**more))

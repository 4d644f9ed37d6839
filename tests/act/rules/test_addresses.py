from __future__ import annotations

import pytest

from nuan.act.rules import addresses


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "fits"),
        [
            ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
            ("https://open.feishu.cn/open-apis/bot/v2/hook/1", True),
            ("https://qyapi.weixin.qq.com.evil.example/", False),
            ("https://qyapi.weixin.qq.com@evil.example/", False),
            ("https://qyapi.weixin.qq.com:8443/", False),
            ("http://oapi.dingtalk.com/robot/send", False),
        ],
    )
    def test_of_robots_are_those_of_the_known_services(self, url: str, *, fits: bool) -> None:
        assert addresses.is_robot_address(url) is fits

    @pytest.mark.parametrize(
        ("url", "fits"),
        [
            ("https://fcm.googleapis.com/fcm/send/1", True),
            ("https://127.0.0.1/", False),
            ("https://[::1]/", False),
            ("https://localhost/", False),
            ("http://push.example/", False),
        ],
    )
    def test_of_browsers_are_encrypted_and_outside(self, url: str, *, fits: bool) -> None:
        assert addresses.is_push_address(url) is fits

"""Words for the ways a message goes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.act.facts import Channel

CHANNELS: dict[Channel, Promise] = {
    Channel.APP: _("in the app"),
    Channel.PUSH: _("push"),
    Channel.WECOM: _("WeCom"),
    Channel.DINGTALK: _("DingTalk"),
    Channel.FEISHU: _("Feishu"),
    Channel.SMS: _("SMS"),
}

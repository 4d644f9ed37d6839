"""What carriers, stations and lockers are called in their texts, by whatever spelling."""

from __future__ import annotations

import re

#: Each carrier by the stems it is written with; the first is the one we say.
CARRIERS: dict[str, tuple[str, ...]] = {
    "顺丰速运": ("顺丰", "丰网", "SF"),
    "京东快递": ("京东", "JD"),
    "中通快递": ("中通", "ZTO"),
    "圆通速递": ("圆通", "YTO"),
    "申通快递": ("申通", "STO"),
    "韵达快递": ("韵达", "YUNDA"),
    "极兔速递": ("极兔", "J&T"),
    "邮政EMS": ("EMS",),
    "中国邮政": ("中国邮政", "邮政"),
    "德邦快递": ("德邦",),
    "百世快递": ("百世", "汇通"),
    "天天快递": ("天天",),
    "丹鸟": ("丹鸟",),
    "菜鸟速递": ("菜鸟速递", "菜鸟直送"),
    "优速快递": ("优速",),
    "宅急送": ("宅急送",),
    "安能物流": ("安能",),
    "跨越速运": ("跨越",),
    "品骏快递": ("品骏",),
    "联邦快递": ("联邦", "FEDEX"),
    "DHL": ("DHL",),
    "UPS": ("UPS",),
    "多多买菜": ("多多买菜",),
    "美团优选": ("美团优选",),
    "美团买菜": ("美团买菜", "小象超市"),
    "美团": ("美团",),
    "淘菜菜": ("淘菜菜",),
    "兴盛优选": ("兴盛优选",),
    "叮咚买菜": ("叮咚买菜",),
    "盒马": ("盒马",),
    "闪送": ("闪送",),
    "达达": ("达达",),
    "UU跑腿": ("UU跑腿",),
}
#: What may follow a stem and belongs to the name.
CARRIER_ENDS = r"(?:快递|速递|速运|快运|物流|快件|特快|配送|EMS)"
#: Stems too short to be believed without an end or a parcel after them: 天天 is also "every day".
TIMID = ("天天", "跨越", "联邦", "达达", "SF", "JD", "UPS", "STO")

#: Where a parcel waits, by the name over the door.
STATIONS = (
    "菜鸟驿站", "妈妈驿站", "兔喜快递超市", "兔喜生活", "兔喜", "丰巢智能柜", "丰巢快递柜", "丰巢柜", "丰巢", "近邻宝",
    "速递易", "中邮速递易", "格格货栈", "格格小栈", "熊猫快收", "溪鸟", "快递超市", "韵达快递超市", "递管家", "小兵驿站",
    "邻里驿站", "多多驿站", "喵柜", "云柜", "日日顺", "乐收", "蜜罐", "驿收发", "快宝驿站", "熊猫驿站", "京东派", "友宝",
    "e栈", "E栈", "收件宝", "云喇叭", "顺丰驿站", "中通快递超市", "圆通妈妈驿站", "邮政驿站", "智能快递柜", "快递柜",
)  # fmt: skip

PARCEL = re.compile(
    r"快递|包裹|快件|邮件|邮包|驿站|货品|商品|取件|取货|提货|自提|领件|快递柜|智能柜|储物柜|寄存柜|丰巢|兔喜|近邻宝|速递易"
    r"|格格货栈|熊猫快收|溪鸟|递管家|速运|速递|物流|外卖柜|(?i:parcel|package|locker|pick-?\s?up)"
)
SIGN = re.compile(r"[【\[〔]([^【】\[\]〔〕\n]{1,30})[】\]〕]")

"""Is this a parcel's notice, and what does it say became of the parcel? Refusing comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from nuan.signal.rules.pickup.words import PARCEL

#: Where carriers and stations keep their own pages.
OWN_HOSTS = (
    r"cainiao\.com|tb\.cn|taobao\.com|tmall\.com|fcbox\.com|sf-express\.com|jd\.com|3\.cn|zto\.com|yto\.net\.cn|sto\.cn"
    r"|yundaex\.com|jtexpress\.com\.cn|ems\.com\.cn|11183\.com\.cn|deppon\.com|qq\.com|yangkeduo\.com|meituan\.com|dpurl\.cn"
)
LINK = (
    rf"(?:https?://)?(?<![\w.-])(?!(?:[a-z0-9-]{{1,30}}\.){{0,3}}(?:{OWN_HOSTS})(?![\w.-]))[a-z0-9][a-z0-9.-]{{0,60}}\."
    r"(?:cn|com|top|xyz|cc|vip|net|shop|club|info|link|icu|online|ly|me|io|co)(?![a-z0-9-])"
)
TROUBLE = r"异常|无法|失败|不详|有误|错误|不全|丢失|遗失|破损|滞留|逾期|暂停|扣留|超时|未能|点击|点开|登录|打开|复制|访问|更新"


class State(StrEnum):
    HELD = "held"
    OVERDUE = "overdue"
    HANDED = "handed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is no parcel notice. `even_with_code` refuses what shows a pick-up code all the same."""

    reason: str
    words: re.Pattern[str]
    even_with_code: bool = False


REFUSALS = (
    Refusal(
        "a verification code, which is nobody's business but the owner's",
        re.compile(
            r"(?<!取件)(?<!取货)(?<!提货)(?<!开箱)(?<!开柜)(?<!自提)(?:验证码|校验码|动态码|动态密码|随机码|登录码|安全码|短信码)"
            r"|验证码.{0,30}(?:登录|注册|绑定|修改|支付|身份)|登录密码|支付密码|(?i:verification code|one-time|otp|captcha)"
        ),
        even_with_code=True,
    ),
    Refusal(
        "it reads like a fraud: money, a penalty or a prize by way of a parcel",
        re.compile(
            r"理赔|赔付|赔偿|双倍|三倍|刷单|兼职|日结|中奖|获奖|免费领|免费送|扫码领|冻结|涉嫌|传票|公安|法院|清关|关税|补缴"
            r"|缴纳|退款通道|加微信|加[vV]信|加我|加群|企微客服|客服QQ|违禁品"
        ),
        even_with_code=True,
    ),
    Refusal(
        "it asks to follow a link because a delivery failed, which carriers do not",
        re.compile(
            rf"(?:{TROUBLE}).{{0,60}}?{LINK}",
            re.I | re.S,
        ),
        even_with_code=True,
    ),
    Refusal(
        "a bank's or a wallet's text",
        re.compile(
            r"银行.{0,40}(?:卡|账|额)|信用卡|账户|余额|支出|入账|到账|还款|转账|贷款|额度|花呗|借呗|尾号\d{3,4}的?.{0,4}卡"
        ),
    ),
    Refusal(
        "a voucher or a ticket, not a parcel",
        re.compile(r"兑换|礼品卡|提货券|核销|取票|电影|车次|航班|券码|挂号|会员卡"),
    ),
    Refusal(
        "a parcel to be sent, not fetched",
        re.compile(r"寄件码|上门取件|上门揽|预约寄件|寄件订单|揽收员|取件员|您寄出的|您寄往|已寄出"),
    ),
    Refusal(
        "a code for the courier at the door, not for a shelf",
        re.compile(
            r"(?:收货码|签收码|收件密码).{0,30}(?:出示|告知|骑手|骑士|配送员|闪送员)"
            r"|(?:骑手|骑士|配送员|闪送员).{0,30}(?:收货码|签收码|收件密码)"
        ),
        even_with_code=True,
    ),
    Refusal(
        "a meal, which is gone before anybody could help",
        re.compile(r"取餐号|取餐码(?!.{0,40}柜)|到店用餐|堂食"),
        even_with_code=True,
    ),
    Refusal(
        "advertising",
        re.compile(
            r"退订|回[复]?\s?T\b|回[复]?TD|拒收请?回|优惠券|满\d+减|特价|秒杀|大促|折起|限时|抢购|直播间|双11|618|会员日|红包"
        ),
    ),
)
MOVING = re.compile(
    r"已发货|已发出|已揽[收件]|运输中|转运中|派送中|派件中|正在派|正在配送|正在为您|配送中|预计|即将送达|即将到达|发往|已离开|已下单"
    r"|已出库|已接单|将于|将为您|将在.{0,8}后|今天派|今日派|准备派送|开始派送"
)
ARRIVED = re.compile(
    r"已经?(?:到|送|存|放|寄存|暂存|入柜|投|抵|签收|由|被|代)|到达|送达|存放|放[至在到]|派送至|妥投|代收|入柜|入库|待取|等您|到站|到了"
    r"|来取|退[回件]|取件|取货|提货|领取|(?i:arrived|ready|waiting|delivered)"
)
RETURNED = re.compile(r"已[^，。,将会未]{0,6}?(?:退回|退件|退还|寄回)|(?:快件|包裹|快递|邮件)退回")
KEPT_FOR = re.compile(
    r"代签|代收|签收人[:： ]?.{0,10}(?:门卫|物业|驿站|丰巢|柜|前台|家人)|(?:门卫|物业|驿站|柜|前台|超市).{0,2}签收"
)
HANDED = re.compile(
    r"已[^，。,将会未请可待凭来到放存至送]{0,8}?(?:签收|取件|取走|取出|取货|提货|提取|领取|领走)(?!码|号|密|点|通知)"
    r"|(?:取件|签收|提货|取货|出库|开柜)成功|已完成(?:取件|签收|取货)|(?i:picked up|collected)"
)
OVERDUE = re.compile(
    r"(?:超过?|已过)\s?\d{1,3}\s?(?:小时|天)(?:仍|还)?未(?:取|领)(?!.{0,6}?(?:将|会|则|自动|视))|等您\s?\d{1,2}\s?天|(?:包裹|快件|快递|邮件)将被?退回|"
    r"(?:已|仍|还|尚|一直|依然|多日|数日|\d ?[天日])(?:经)?(?:没有|没|未)(?:被)?(?:取|领|提)|(?:已|已经)(?:滞留|逾期|超期|超时|过期)"
    r"|(?:已|已经)(?:在.{1,24}?)?(?:存放|寄存|保管|暂存|存|放|等待?|到站|到达|停留)(?:了|超过?|满|近)?\s?(?:\d{1,3}|[一二两三四五六七八九十多数]{1,2})\s?(?:天|日|小时)"
    r"|(?:逾期|超时|超期|过期|滞留)未(?:取|领|提)(?:件|走|货)?(?!.{0,6}?(?:将|会|则|自动|视))|滞留(?:件|提醒|通知|\d)|(?:逾期|超时|催取|催领|滞留)(?:提醒|通知|件)"
    r"|(?:存放|滞留)(?:超过|已超|已满|已达)\s?\d|即将(?:被|自动)?退回|将(?:于|在)?(?:今天|今日|今晚|明天|明日)(?:被|自动|安排)?退"
)


def refusal(text: str, *, has_code: bool) -> str:
    """Return why the text is no parcel notice, or "" when it is one."""
    for one in REFUSALS:
        if (one.even_with_code or not has_code) and one.words.search(text):
            return one.reason
    if not has_code and MOVING.search(text) and not re.search(r"已经?(?:到站|到达|存|放|入柜|投)", text):
        return "still on its way, nothing to fetch yet"
    if not PARCEL.search(text) or not (has_code or ARRIVED.search(text)):
        return "no parcel notice"
    return ""


def state(text: str) -> State:
    """Return what became of the parcel by the text; a threat of what will happen has not happened."""
    if RETURNED.search(text):
        return State.RETURNED
    if HANDED.search(text) and not KEPT_FOR.search(text):
        return State.HANDED
    return State.OVERDUE if OVERDUE.search(text) else State.HELD

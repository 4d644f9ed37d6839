"""The four sheets of the template, column by column."""

from __future__ import annotations

from nuan.domains.intake.facts import Column, Form
from nuan.domains.intake.rules import cells
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar, Role, Tie

TIES = {
    "业主": Tie.OWNER, "owner": Tie.OWNER, "租户": Tie.TENANT, "租客": Tie.TENANT, "tenant": Tie.TENANT,
    "家人": Tie.FAMILY, "家属": Tie.FAMILY, "family": Tie.FAMILY,
}  # fmt: skip
ROLES = {
    "管家": Role.STEWARD, "客服": Role.SERVICE_DESK, "秩序维护员": Role.SECURITY, "保安": Role.SECURITY,
    "工程": Role.ENGINEERING, "维修": Role.ENGINEERING, "保洁": Role.CLEANING, "绿化": Role.GREENING,
    "值班经理": Role.DUTY_MANAGER, "项目经理": Role.PROJECT_MANAGER, **{role.value: role for role in Role},
}  # fmt: skip
CALENDARS = {
    "公历": BirthCalendar.SOLAR, "阳历": BirthCalendar.SOLAR, "solar": BirthCalendar.SOLAR,
    "农历": BirthCalendar.LUNAR, "阴历": BirthCalendar.LUNAR, "lunar": BirthCalendar.LUNAR,
}  # fmt: skip
YES_NO = ("是", "否")

HOME = Column(
    name="home", title=Text("房号", "Home"), read=cells.code, example="3-1-502", is_required=True,
    hint=Text("楼-单元-室", "building-stair-room"),
)  # fmt: skip
PHONE = Column(
    name="phone", title=Text("手机", "Phone"), read=cells.phone, example="13900000502",
    hint=Text("11 位;没有可以不填", "11 digits; may be left empty"),
)  # fmt: skip
CALL_NAME = Column(
    name="call_name", title=Text("称呼", "Call name"), read=cells.words, example="林奶奶",
    hint=Text("见面怎么称呼;不填就用姓名", "how to address this person; the name when empty"),
)  # fmt: skip


def _name(example: str) -> Column:
    return Column(
        name="name", title=Text("姓名", "Name"), read=cells.words, example=example, is_required=True,
        hint=Text("全名", "full name"),
    )  # fmt: skip


HOMES = Form(
    name="homes",
    title=Text("房屋", "Homes"),
    columns=(
        HOME,
        Column(
            name="area", title=Text("建筑面积", "Gross area"), read=cells.area, example="89.50",
            hint=Text("平方米", "square metres"),
        ),
        Column(
            name="has_balcony", title=Text("有阳台", "Balcony"), read=cells.yes(otherwise=True), example="是",
            hint=Text("不填算有", "yes when empty"), choices=YES_NO,
        ),
    ),
)  # fmt: skip
RESIDENTS = Form(
    name="residents",
    title=Text("住户", "Residents"),
    columns=(
        HOME,
        _name("林秀英"),
        PHONE,
        Column(
            name="tie", title=Text("关系", "Tie"), read=cells.one_of(TIES, otherwise=Tie.OWNER), example="业主",
            hint=Text("业主、租户或家人;不填算业主", "owner, tenant or family; owner when empty"),
            choices=("业主", "租户", "家人"),
        ),
        CALL_NAME,
        Column(
            name="birth", title=Text("生日", "Birthday"), read=cells.day, example="1943-10-09",
            hint=Text("可以不填;只在本人同意后用来祝福", "may be left empty; used for wishes, with consent"),
        ),
        Column(
            name="calendar", title=Text("历法", "Calendar"), example="农历",
            read=cells.one_of(CALENDARS, otherwise=BirthCalendar.SOLAR),
            hint=Text("生日按公历还是农历写", "the calendar the birthday is written in"), choices=("公历", "农历"),
        ),
        Column(
            name="lives_alone", title=Text("独居", "Lives alone"), read=cells.yes(otherwise=False), example="是",
            hint=Text("敏感信息,加密保存", "sensitive; kept sealed"), choices=YES_NO,
        ),
        Column(
            name="elder_mode", title=Text("大字", "Large type"), read=cells.yes(otherwise=False), example="是",
            hint=Text("手机上用大字", "large type on the phone"), choices=YES_NO,
        ),
    ),
)  # fmt: skip
STAFF = Form(
    name="staff",
    title=Text("员工", "Staff"),
    columns=(
        _name("陈静"),
        CALL_NAME,
        Column(
            name="role", title=Text("岗位", "Role"), read=cells.one_of(ROLES), example="管家", is_required=True,
            hint=Text("管家、客服、秩序维护员、工程、保洁、绿化、值班经理、项目经理", "one of the roles listed"),
            choices=("管家", "客服", "秩序维护员", "工程", "保洁", "绿化", "值班经理", "项目经理"),
        ),
        PHONE,
        Column(
            name="buildings", title=Text("负责楼栋", "Buildings"), read=cells.several, example="2、3",
            hint=Text("管家填,几栋用顿号隔开", "for stewards, parted by commas"),
        ),
    ),
)  # fmt: skip
VEHICLES = Form(
    name="vehicles",
    title=Text("车辆", "Vehicles"),
    columns=(
        Column(
            name="plate", title=Text("车牌", "Plate"), read=cells.plate, example="鄂A12345", is_required=True,
            hint=Text("点和空格可有可无", "dots and spaces do not matter"),
        ),
        HOME,
        Column(
            name="name", title=Text("车主", "Resident"), read=cells.words, example="林秀英",
            hint=Text("住户表里的姓名;可以不填", "a name of the residents' sheet; may be left empty"),
        ),
    ),
)  # fmt: skip
FORMS = (HOMES, RESIDENTS, STAFF, VEHICLES)

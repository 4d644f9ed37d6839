"""Why what a file holds is not brought in."""

from __future__ import annotations

from nuan.domains.intake.facts import Meaning
from nuan.domains.intake.rules.cells import TEXT_LIMIT
from nuan.kernel.text import Text

M = Meaning

#: Why a column is not brought in; what is missing here is.
LEFT_OUT: dict[Meaning, Text] = {
    M.SERIAL: Text("只是序号", "only counts rows"),
    M.ID_NUMBER: Text("证件号码不登记,用不着", "identity numbers are not kept: nothing here needs them"),
    M.FEE: Text("费用不从这里导入", "fees are not brought in here"),
    M.METER: Text("表计读数不从这里导入", "meters are not brought in here"),
    M.PARKING: Text("车位不是房屋,不登记", "parking spaces are no homes"),
    M.STAFF: Text("说的是员工,不是住户;员工请填在模板的 员工 表里", "is about staff, not residents; use the template's staff sheet"),
    M.GOODS: Text("说的不是房屋和人", "is not about homes or people"),
    M.DETAIL: Text("用不着,不登记", "is not needed and not kept"),
    M.DATE: Text("日期不登记", "dates are not kept"),
    M.NOTE: Text("备注请人看过再记", "remarks are for people to read"),
    M.CODE: Text("别的系统的编号", "a code of another system"),
    M.FLOOR: Text("楼层从房号看出来", "the floor is read from the room"),
    M.NOTHING: Text("不登记", "is not brought in"),
}  # fmt: skip
NOT_UNASKED = Text(
    "家里人先不登记;确实需要时再选上这一列", "relatives are not brought in unless you choose this column"
)
UNKNOWN = Text("看不出这一列是什么", "nobody can tell what this column is")
EMPTY = Text("只有表头,没有内容", "headings only, nothing below")
BUILDINGS_ONLY = Text("说的是楼栋和单元;房屋从房号来", "lists buildings and stairs; homes come from rooms")
NAMES_ONLY = Text("有人,但没有写是哪一户", "names people, but not which home is theirs")
ASSUMED = Text(
    "没有写楼号,按 {building} 栋登记;可以改",
    "names no building; taken for building {building}, which can be changed",
)
NO_HOME = Text("这一行没有写是哪一户", "this row does not say which home")
NOT_A_HOME = Text("这个房号看不懂", "this home's name cannot be read")
UNINHABITED = {
    "parking": Text("这是车位,不是房屋", "this is a parking space, not a home"),
    "storage": Text("这是储藏间,不是房屋", "this is storage, not a home"),
}
NOT_A_PLATE = Text("这个车牌看不懂", "this plate cannot be read")
NO_FORMULA = Text("像公式,不是姓名", "looks like a formula, not a name")
TOO_LONG = Text(f"最多 {TEXT_LIMIT} 个字", f"{TEXT_LIMIT} characters at most")

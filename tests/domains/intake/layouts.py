"""Workbooks as other companies lay them out: made here, cell by cell, of nobody's data."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from zlib import decompress

from openpyxl import Workbook

DAY = date(2019, 3, 1)
Rows = Sequence[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], *, merged: Sequence[str] = ()) -> bytes:
    """Return a workbook with these sheets; `merged` are ranges of the first one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


TWO_HEADER_ROWS = workbook(
    {
        "业主台账": [
            ["桂花里三期业主资料登记表"],
            [],
            ["序号", "房屋信息", None, None, "业主信息", None, None, "租户信息", None, "备注"],
            [None, "楼栋", "单元", "房号", "姓名", "联系电话", "身份证号", "姓名", "电话", None],
            [1, "1栋", "1单元", 301, "林秀英、周敏", "林秀英：13900000301、周敏：待补", "110101194301011234", None, None, None],
            [2, None, None, 302, "何静", 1.3900000302e10, None, "孙英", "13700000302", "租"],
            [3, None, "2单元", "0401", "王 芳", "139-0000-0401/02787654321", None, None, None, None],
            [4, "2栋", "1单元", 501, "桂花物业服务有限公司", "无", None, None, None, None],
            [5, "2栋", "1单元", 502, "未售", None, None, None, None, None],
            ["合计", None, None, 5, None, None, None, None, None, None],
            ["制表人:钱文", None, None, None, None, None, None, None, None, "2024年3月"],
        ]
    },
    merged=["A1:J1", "A3:A4", "B3:D3", "E3:G3", "H3:I3", "J3:J4", "B5:B7", "C5:C6"],
)  # fmt: skip

SIDE_BY_SIDE = workbook(
    {
        "住宅": [
            ["桂花里业主电话表"],
            ["栋号", "房号", "业主", "电话", None, "栋号", "房号", "业主", "电话"],
            ["A座", 1203, "李雷", "13900001203", None, "B座", 101.0, "韩梅 李明", "13900000101"],
            ["A座", 1204, "赵六", "", None, "B座", 102, "", ""],
            ["A座", 1205, "钱七", "13900001205", None, None, None, None, None],
        ],
        "商铺": [["铺位", "承租人", "租户电话", "车牌"], ["A01", "张大", "13900000001", "鄂A12345、鄂AD12345"], ["8-105铺", "", "", "/"]],
    }
)  # fmt: skip

FEES = workbook(
    {
        "收费": [
            ["编码", "单元代码", "室号", "客户", "面积", "金额"],
            ["0001", "000101", "6#楼2单元301", "周敏", "89.5㎡", 120],
            ["0002", "000102", "6#楼2单元302", "吴芳#吴强", "90", 130],
            ["", "000103", "6#车位", "吴强", "12", 40],
            ["", "", "共3户", "", "", 290],
        ]
    }
)

JOINED = workbook(
    {
        "楼栋单元": [["楼栋号", "单元编号", "总层数"], [1, 1, 33]],
        "业主信息": [
            ["编号", "业主名称", "手机号", "业主类型", "业主编号", None, None],
            [1, "林秀英", 13900000301, 1001, 1, None, None],
            [2, "孙英", 13700000302, 1003, 2, None, "说明"],
            [None, None, None, None, None, "业主类型", "1001 业主 1002 家庭成员"],
        ],
        "房屋信息": [
            ["房屋编号", "楼栋编号", "单元编号", "业主编号", "房屋费用", "费用开始时间"],
            [301, 1, 1, "1#2", "1#2", "2020-06-10#2020-07-10"],
            [302, 1, 1, 9, 1, "2020-06-10"],
        ],
        "车位信息": [["车位编码", "业主编号", "车牌号", "车类型"], ["C0001", 1, "鄂A66666", 9901]],
        "费用设置": [["费用编号", "费用类型", "收费项目", "计费单价"], [1, "物业费", "测试", 1001]],
    }
)

RUSSIAN = workbook(
    {
        "Лист1": [
            ["Адрес", "Номер помещения", "Тип помещения", "Телефоны", "ФИО", "Роль"],
            ["г Москва, ул Тверская, д 5", 12, "Квартира", "8 (912) 345-67-89", "Иванова Анна Петровна", "Собственник"],
            ["г Москва, ул Тверская, д 5", 13, "Машиноместо", "+79120000001", "Петров Пётр", "Собственник"],
        ]
    }
)  # fmt: skip

ENGLISH = workbook(
    {
        "Owners": [
            [
                "Building",
                "Unit",
                "Owner Name",
                "Mobile Phone",
                "Gross Area (sqm)",
                "License Plate",
                "Date of Birth",
            ],
            ["3", "502", "Li Lei", "+8613900000502", "89.5 m2", "", 15988.0],
            ["3", "503", "Han Meimei", "13900000503", 90, "鄂A55555", "2001.3.1"],
        ]
    }
)

#: An old workbook (.xls): a merged title, then 3栋 with two homes. Packed, because nothing here writes this format.
OLD = decompress(
    b64decode(
        "eNrtWE1IVFEU/u578+NM4zhjGmggImRlbkKCIPTVQAlBkxVRSVAzKY4oYwy1MKJsbCCIoGghRRvBTRvTTT8UYbsWglGLQDBm+llF"
        "C6Gohfo658x7pubCgZKM9z3uOfeec8+5591z730/rybC2cHRyhyWoAk65kwfPAtkiorPboRAetPkqs2LqJgO1hR8RZRIjxtPi8e9"
        "nEPOdw4aRlwviALvqZzEWUR7ku3Vq4iIxBBTHEMjUYV7JAmiQqIqFXpG6HqhD6TnM6G7RXJDaCP1zapWTBjRup3WKj6u1YguCPb7"
        "SGwmRbId5XjJq/jyTZXv68aeVGes+99UVLkCGALlrbk92Z6KdWdRRgkcwjezGvhq79Sxake+unIFkv9YLPcuI7+tuYA+mKdlgWcQ"
        "wBedNZqqjO6KzmC/HKlcSH+x8/sRYkZcGHcgtuP81HViDViX0KEGOsZ6p9PUPnrwxIAHKpIYTY/f4q6Ja34+vGWzhxZt9mLZBAGi"
        "bSiReli2QojGnbk//fpAvMU4JZI+iST/GNjEkcPEFbYg46BoXPO0Tiy2CU2L141SrxRaRguYeG1LuVXZ1y99roq2lsZpELwxNi+o"
        "b6F65vOhx1WZD8ZWqg835y6UDb81BlFDj6U2suerH/WqXt29w3hi2FxZR8aU0Irfjo8iLST35YJpPetKMAu/yMIiyLd4dtR8S7Pm"
        "Kt/SqaVbvrRlfGnii2fnkua3ZnrSC0vHvtyk0zU+lnQZdaTD99EXYX/6En/sQRcP7ywPunjgjCrNQy32wJZYJhJIJLwEnlPmIX7C"
        "Ev0n654ZOpq0UjzksOlI/QU/HDhw4MCBAwcOHKxZKPm4gPWCCXkF5ZdIr/VfZ5bKnPOb5L/FYfTQdY4+TPciSTyF3oLWzwa4le1L"
        "rdDG/l/IOEajp9CFuMTRVfD6pc86tfB+VmwY+nNbqNDx5wqJ8y+P/xMsMNvh"
    )
)

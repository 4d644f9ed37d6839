"""Names and codes of hazards and colours in official warnings.

Codes are those of the national table that two independent sources confirm; a hazard without one keeps its
name, because provinces add their own and none may be lost.
"""

from __future__ import annotations

import re

CODES = {
    "台风": "11B01", "暴雨": "11B03", "暴雪": "11B04", "寒潮": "11B05", "大风": "11B06", "沙尘暴": "11B07",
    "高温": "11B09", "雷电": "11B14", "冰雹": "11B15", "霜冻": "11B16", "大雾": "11B17", "霾": "11B19",
    "雷雨大风": "11B20", "道路结冰": "11B21", "干旱": "11B22", "森林火险": "11B25",
}  # fmt: skip
NAMES = {code: name for name, code in CODES.items()}
# Longer names that end like a coded hazard but are another one.
UNCODED = {
    "龙卷风", "雷暴大风", "海上大风", "海区大风", "海上雷电", "海上台风", "海上大雾", "海区大雾", "持续低温", "低温",
    "台风暴雨", "短时强降雨", "短历时强降水", "强降雨", "强降水", "强对流", "强降温", "降温", "寒冷", "严寒", "大雪",
    "雪灾", "冰冻", "低温冻害", "低温雨雪冰冻", "道路冰雪", "电线积冰", "重污染", "重污染天气", "高温中暑", "热浪",
    "干热风", "连阴雨", "渍涝风险", "城市内涝", "内涝", "洪水", "山洪", "山洪灾害", "地质灾害", "地质灾害气象风险",
    "草原火险", "森林（草原）火险", "浮尘", "沙尘", "扬沙", "臭氧", "雷暴", "气象干旱", "灰霾",
}  # fmt: skip
ENGLISH = {
    "typhoon": "11B01", "rainstorm": "11B03", "snowstorm": "11B04", "snow storm": "11B04", "cold wave": "11B05",
    "gale": "11B06", "sandstorm": "11B07", "high temperature": "11B09", "lightning": "11B14", "hail": "11B15",
    "frost": "11B16", "heavy fog": "11B17", "haze": "11B19", "thunder gust": "11B20", "road icing": "11B21",
    "drought": "11B22",
}  # fmt: skip
COLOURS = {"蓝": "blue", "黄": "yellow", "橙": "orange", "红": "red"}
KNOWN = sorted({*CODES, *UNCODED}, key=len, reverse=True)


def hazard_name(text: str) -> str:
    """Return the hazard that the words end with, or the words as they are."""
    bare = text.strip().removesuffix("气象灾害").removesuffix("事件")
    return next((name for name in KNOWN if bare.endswith(name)), bare)


def hazard_code(text: str) -> str | None:
    """Return 11Bxx for a hazard's Chinese or English name or its code, None for one without."""
    word = text.strip()
    if found := re.fullmatch(r"(11[A-Z]\d{2})(?:\d{2})?", word.upper()):
        return found[1] if found[1] in NAMES else None
    return CODES.get(word) or ENGLISH.get(word.lower())


def read_colour(text: str) -> str | None:
    """Return blue, yellow, orange or red for a colour in either language, None for anything else."""
    word = text.strip().lower()
    return COLOURS.get(word[:1]) or (word if word in COLOURS.values() else None)

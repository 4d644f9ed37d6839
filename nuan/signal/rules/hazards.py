"""Names and codes of hazards and colours in official warnings.

The national table numbers hazards of the weather 11B01 and up. What it files elsewhere (floods, earthquakes, the sea),
and what provinces add of their own, keeps its name without a code, because none may be lost.
"""

from __future__ import annotations

import re

NAMES = {
    "11B01": "台风", "11B02": "龙卷风", "11B03": "暴雨", "11B04": "暴雪", "11B05": "寒潮", "11B06": "大风",
    "11B07": "沙尘暴", "11B08": "低温冻害", "11B09": "高温", "11B10": "热浪", "11B11": "干热风", "11B12": "下击暴流",
    "11B13": "雪崩", "11B14": "雷电", "11B15": "冰雹", "11B16": "霜冻", "11B17": "大雾", "11B18": "低空风切变",
    "11B19": "霾", "11B20": "雷雨大风", "11B21": "道路结冰", "11B22": "干旱", "11B23": "海上大风", "11B24": "高温中暑",
    "11B25": "森林火险", "11B26": "草原火险", "11B27": "冰冻", "11B28": "空间天气", "11B29": "重污染",
    "11B30": "低温雨雪冰冻", "11B31": "强对流", "11B33": "大雪", "11B34": "寒冷", "11B35": "连阴雨", "11B37": "地质灾害气象风险",
    "11B38": "强降雨", "11B39": "强降温", "11B40": "雪灾", "11B41": "森林（草原）火险",
}  # fmt: skip
CODES = {name: code for code, name in NAMES.items()}
# Other chapters of the same table: water, earthquakes, ground, sea. Known by name, not by a code of the weather.
ELSEWHERE = {
    "11A01": "洪水", "11A02": "内涝", "11A03": "水库重大险情", "11A04": "堤防重大险情", "11A05": "凌汛", "11A51": "山洪",
    "11A52": "农业干旱", "11A53": "城镇缺水", "11A54": "生态干旱", "11A55": "农村人畜饮水困难", "11C01": "人工地震",
    "11C02": "地震", "11D01": "滑坡", "11D02": "泥石流", "11D03": "山体崩塌", "11D04": "地面塌陷", "11D05": "地裂缝",
    "11D06": "地面沉降", "11D07": "火山喷发", "11E01": "海啸", "11E02": "风暴潮", "11E03": "海冰", "11E06": "海浪",
}  # fmt: skip
CHAPTERS = {
    "A": "水旱灾害", "B": "气象灾害", "C": "地震灾害", "D": "地质灾害", "E": "海洋灾害", "F": "生物灾害", "G": "森林草原火灾",
}  # fmt: skip
#: other words for a hazard that has a code
SAME = {
    "冰雪道路": "11B21", "路面结冰": "11B21", "森林草原火险": "11B41", "浓雾": "11B17", "雾": "11B17", "高温热浪": "11B10",
    "强对流天气": "11B31", "热带气旋": "11B01", "地质灾害气象": "11B37", "霾天气": "11B19",
}  # fmt: skip
# Longer names that end like a coded hazard but are another one, and names of provinces.
UNCODED = {
    "雷暴大风", "雷雨强风", "海区大风", "海上雷电", "海上雷雨大风", "海上台风", "海上大雾", "海区大雾", "持续低温", "低温",
    "台风暴雨", "短时强降雨", "短时强降水", "短历时强降水", "强降水", "降温", "严寒", "低温凝冻", "低温冷害", "道路冰雪",
    "道路积雪", "电线积冰", "空气重污染", "重污染天气", "空气污染", "大气污染", "高温健康风险", "渍涝风险", "渍涝", "城市内涝",
    "城市积涝", "洪涝", "中小河流洪水", "中小河流洪水气象风险", "山洪灾害", "山洪灾害气象", "山洪灾害气象风险",
    "地质灾害", "地质灾害风险", "高森林火险", "高草原火险", "森林火险气象风险", "城镇火险", "城市火险", "火险",
    "浮尘", "浓浮尘", "沙尘", "扬沙", "臭氧", "臭氧污染", "雷暴", "气象干旱", "农业气象干旱", "灰霾", "雨雪冰冻", "雨夹雪",
    "冻雨", "凝冻", "积雪", "降雪", "强季风", "枯水", "流域洪水", "江河洪水", "水库洪水", "冰凌", "倒春寒", "寒露风", "蓝藻",
}  # fmt: skip
ENGLISH = {
    "typhoon": "11B01", "tornado": "11B02", "rainstorm": "11B03", "snowstorm": "11B04", "snow storm": "11B04",
    "cold wave": "11B05", "gale": "11B06", "sandstorm": "11B07", "high temperature": "11B09", "heat wave": "11B10",
    "lightning": "11B14", "hail": "11B15", "frost": "11B16", "heavy fog": "11B17", "haze": "11B19",
    "thunder gust": "11B20", "road icing": "11B21", "drought": "11B22",
}  # fmt: skip
COLOURS = {"蓝": "blue", "黄": "yellow", "橙": "orange", "红": "red"}
#: the two digits that some senders write behind a code: 11B0302 is a rainstorm in yellow
LEVELS = {"01": "blue", "02": "yellow", "03": "orange", "04": "red"}
CODE = re.compile(r"(11[A-G]\d{2})(\d{2})?")
KNOWN = sorted({*CODES, *SAME, *UNCODED, *ELSEWHERE.values()}, key=len, reverse=True)


def hazard_name(text: str) -> str:
    """Return the hazard that the words end with, or the words as they are."""
    return known_hazard(text) or _bare(text)


def known_hazard(text: str) -> str:
    """Return the hazard that the words end with, "" when they end with none that is known."""
    bare = _bare(text)
    return next((name for name in KNOWN if bare.endswith(name)), "")


def _bare(text: str) -> str:
    return text.strip().removesuffix("气象灾害").removesuffix("事件").replace("(", "（").replace(")", "）")


def hazard_code(text: str) -> str | None:
    """Return 11Bxx for a hazard's Chinese or English name or its code, None for one without."""
    word = text.strip()
    if found := CODE.fullmatch(word.upper()):
        return found[1] if found[1] in NAMES else None
    name = _bare(word)
    return CODES.get(name) or SAME.get(name) or ENGLISH.get(word.lower())


def hazard_text(text: str) -> str:
    """Return the hazard's name for a name or a code of any chapter of the national table."""
    word = text.strip()
    found = CODE.fullmatch(word.upper())
    if not found:
        return word
    return NAMES.get(found[1]) or ELSEWHERE.get(found[1]) or CHAPTERS[found[1][2]]


def read_colour(text: str) -> str | None:
    """Return blue, yellow, orange or red for a colour in either language or behind a code, None for anything else."""
    word = text.strip().lower()
    if found := CODE.fullmatch(word.upper()):
        return LEVELS.get(found[2] or "")
    return COLOURS.get(word[:1]) or (word if word in COLOURS.values() else None)

"""Who carried the parcel, in the words of the text."""

from __future__ import annotations

import re

from nuan.signal.rules.pickup.words import CARRIER_ENDS, CARRIERS, SIGN, TIMID

BELIEVED = rf"(?:{CARRIER_ENDS}|(?=的?(?:包裹|快件|邮件|订单)))"
OTHERS = re.compile(r"邮政储蓄|邮政银行|京东(?:金融|白条|商城)|顺丰同城|中通服|每天天天")


def carrier(text: str, place: str) -> str:
    """Return the carrier by the fullest name the text gives it; what names the place counts last."""
    signs = " ".join(SIGN.findall(text))
    body = OTHERS.sub(" ", SIGN.sub(" ", text))
    for part in (body.replace(place, " ") if place else body, signs):
        if said := _first(part):
            return _fullest(said, OTHERS.sub(" ", text))
    return ""


def _first(text: str) -> str:
    """Return whose name comes first; of two at one place the longer."""
    found = [
        (match.start(), -len(match[0]), name)
        for name in CARRIERS
        for match in re.finditer(_pattern(name), text, re.IGNORECASE)
    ]
    return min(found)[2] if found else ""


def _fullest(name: str, text: str) -> str:
    """Return the longest form in Chinese that is more than a stem, or the name we say."""
    written = [match[0] for match in re.finditer(_pattern(name), text, re.IGNORECASE)]
    whole = [form for form in written if form not in CARRIERS[name] and not form[0].isascii()]
    return max(whole, key=len, default=name)


def _pattern(name: str) -> str:
    return "|".join(_stem(stem) for stem in CARRIERS[name])


def _stem(stem: str) -> str:
    edge = r"(?<![A-Za-z0-9])" if stem.isascii() else ""
    end = BELIEVED if stem in TIMID else rf"(?:{CARRIER_ENDS})?(?![A-Za-z0-9])"
    return rf"{edge}{re.escape(stem)}{end}"

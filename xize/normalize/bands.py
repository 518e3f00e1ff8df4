"""Columns of grades (优、良、中、差) as one tiers rule: a threshold for each grade, no points (分档)."""

from __future__ import annotations

import regex

from xize.model.anchor import Text
from xize.model.quantity import Threshold
from xize.model.rule import Band, Tiers
from xize.normalize.ground import Ground
from xize.normalize.thresholds import boundaries, number

GRADES = frozenset(
    {"优", "良", "中", "差", "优秀", "良好", "中等", "较差", "合格", "不合格", "一般", "基本合格", "A", "B", "C", "D"}
)
_VALUE = regex.compile(
    r"(?P<op>≥|>|≤|<|不低于|不少于|达到|低于)?(?P<num>\d{1,9}(?:\.\d{1,4})?)(?P<unit>%|个百分点|次|件|个|项|天|人|户|家|分|万元|元)?(?P<suffix>及?以上|及?以下)?"
)


def band_rule(fields: dict[str, Text], metric: str) -> Tiers | None:
    """Return the tiers rule of an indicator whose fields have grades as keys; None where fewer than two can be read.

    A number alone is the least a grade asks for (90% under 优), so its comparison is `>=`.
    """
    bands: list[Band] = []
    for key, text in fields.items():
        if key not in GRADES or not text.text.strip():
            continue
        ground = Ground.of(text)
        match = _VALUE.fullmatch(ground.folded.text)
        if match is None:
            return None
        at = ground.anchor(*match.span())
        op = boundaries().sign.get(match["op"] or "", boundaries().prefix.get(match["op"] or "", ">="))
        if (match["suffix"] or "").endswith("以下"):
            op = "<="
        threshold = Threshold(metric=metric or None, op=op, value=number(match["num"]), unit=match["unit"], at=at)
        bands.append(Band(threshold=threshold, grade=key, at=at))
    if len(bands) < 2:
        return None
    texts = [fields[key] for key in fields if key in GRADES and fields[key].text.strip()]
    at = texts[0].at.model_copy(update={"continued": tuple(piece for text in texts[1:] for piece in text.at.pieces())})
    quote = "".join(text.text for text in texts)
    return Tiers(
        id="", sign="0", bands=tuple(bands), selection="highest", quote=quote, at=at, pattern="tiers.grade-columns"
    )

"""Scoring statements (评分规则) as executable values, discriminated by `kind`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from xize.model.anchor import Anchor, Text
from xize.model.base import Model, Number
from xize.model.quantity import Cap, Condition, Origin, Per, Threshold

Sign = Literal["-", "+", "0"]


class RuleBase(Model):
    """What every rule has. `quote` is the whole statement, `at` its place; `points_at` is the effect phrase (扣0.5分).

    `points` are unsigned; `sign` tells deduction (-), award (+) or neither (0). `share` replaces `points` where the
    amount is a fraction of the indicator's points (得标准分值的50% is 0.5); `multiplier` where the amount is a
    multiple of what another rule gives (加倍扣分 is 2, 减半扣分 0.5). `pattern` names the catalogue entry that read
    the statement; `evidence` says in words why this reading stands, where the indicator's points settled it. `open`
    names the open questions about it, and is empty in a canonical rubric; `decided_by` names the questions whose
    answers shaped it.
    """

    id: str
    sign: Sign
    points: Number | None = Field(default=None, ge=0)
    points_max: Number | None = Field(default=None, ge=0)
    points_at: Anchor | None = None
    share: Number | None = Field(default=None, ge=0)
    multiplier: Number | None = Field(default=None, ge=0)
    condition: Condition | None = None
    threshold: Threshold | None = None
    target: str = "indicator"
    cap: Cap | None = None
    exceptions: tuple[Text, ...] = ()
    group: str | None = None
    quote: str
    at: Anchor
    origin: Origin = "printed"
    pattern: str | None = None
    evidence: str | None = None
    open: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()


class Flat(RuleBase):
    """One amount, once: 未建立的扣2分; 有方案得5分."""

    kind: Literal["flat"] = "flat"


class PerUnit(RuleBase):
    """An amount for every so many units: 每发现1例扣1分; 少一次扣2.5分; 每超1件加0.1分.

    `rounding` says how a part of so many counts where that is printed (每100万元得1分，不足100万元的按比例计).
    """

    kind: Literal["per_unit"] = "per_unit"
    per: Per
    rounding: Literal["up", "down", "exact"] | None = None


class Step(RuleBase):
    """An amount for every step of a measured value: 低于75%扣1分，每下降5%加扣0.4分.

    `threshold` is where it starts, `initial` the amount taken there at once, `free_band` a width that costs nothing,
    `rounding` how a part of a step counts: "up" (不足0.5%按0.5%计), "down" (不足不计), "exact" (按比例).
    """

    kind: Literal["step"] = "step"
    per: Per
    initial: Number | None = None
    free_band: Number | None = None
    rounding: Literal["up", "down", "exact"] | None = None


class Rank(Model):
    """Places in a ranking (名次): `first`..`last`, both included, counted from the top or the bottom (倒数第一位)."""

    first: int = Field(ge=1)
    last: int | None = Field(default=None, ge=1)
    end: Literal["top", "bottom"] = "top"


class Band(Model):
    """One tier: what selects it (threshold, rank, level 国家级, or grade 优), and what it is worth."""

    threshold: Threshold | None = None
    rank: Rank | None = None
    level: str | None = None
    grade: str | None = None
    label: str | None = None
    points: Number | None = Field(default=None, ge=0)
    points_max: Number | None = Field(default=None, ge=0)
    share: Number | None = Field(default=None, ge=0)
    points_at: Anchor | None = None
    per: Per | None = None
    at: Anchor | None = None


class Tiers(RuleBase):
    """A set of tiers and how one is chosen: 未达到90%扣0.5分，未达到88%扣1分; 国家、省、市级分别加5、3、2分."""

    kind: Literal["tiers"] = "tiers"
    bands: tuple[Band, ...] = Field(min_length=1)
    selection: Literal["worst", "first", "sum", "highest", "unique"]


class Distribute(RuleBase):
    """The same amount for each listed item: 无方案、无总结各扣2分."""

    kind: Literal["distribute"] = "distribute"
    items: tuple[Text, ...] = Field(min_length=2)


class Checklist(RuleBase):
    """An amount for having enough of the listed items: 有两项以上的得5分.

    `need` is how many; `otherwise` says what holds below that (少于两项的酌情减分), as printed.
    """

    kind: Literal["checklist"] = "checklist"
    items: tuple[Text, ...] = ()
    need: Number | None = None
    otherwise: Text | None = None


class Zero(RuleBase):
    """The target scores nothing: 该项不得分."""

    kind: Literal["zero"] = "zero"


class Full(RuleBase):
    """The target scores its full marks: 得满分."""

    kind: Literal["full"] = "full"


class Veto(RuleBase):
    """A consequence for the rating instead of the number: 一票否决; 不得评为优秀."""

    kind: Literal["veto"] = "veto"
    consequence: str


class Discretion(RuleBase):
    """An amount left to the assessor: 酌情扣1-5分 (`points`..`points_max`), or bounded only by `bound`.

    `choices` are the printed amounts where only these may be given (酌情扣3、2、1分).
    """

    kind: Literal["discretion"] = "discretion"
    bound: Number | Literal["indicator"] | None = None
    choices: tuple[Number, ...] = ()


class FormulaRule(RuleBase):
    """A computed amount: 10分×完成率×系数. `variables` are the names a fact must give a value for.

    With `of` "points" the expression is a share of the indicator's points (按完成比例得分: 完成比例).
    """

    kind: Literal["formula"] = "formula"
    expression: str
    variables: tuple[str, ...] = ()
    of: Literal["points"] | None = None


class Reference(RuleBase):
    """The rule is printed elsewhere: 具体见《…》. `to` is what it points at, as printed."""

    kind: Literal["reference"] = "reference"
    to: str


Rule = Annotated[
    Flat | PerUnit | Step | Tiers | Distribute | Checklist | Zero | Full | Veto | Discretion | FormulaRule | Reference,
    Field(discriminator="kind"),
]
"""Any rule; match on its class and close with `assert_never`."""


class Limit(Model):
    """A bound over several rules (限额): 累计不超过N; 扣完为止 over a whole cell; 不设上限 is "unlimited"."""

    id: str
    sign: Sign
    bound: Number | Literal["indicator", "unlimited"]
    members: tuple[str, ...] | Literal["all"]
    origin: Origin
    at: Anchor | None = None
    open: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()

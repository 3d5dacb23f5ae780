"""What a card may say in a field, by the type of the field (course-format §6): read by its source text, never guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lms.domain.courses.format import schema
from lms.domain.courses.format.schema import At, Type
from lms.domain.courses.format.yaml_reader import Map, Node, Scalar
from lms.kernel.localtext import LocalText
from lms.kernel.words import N_

TYPES = ("text", "number", "range", "choice", "date", "country", "flag", "source")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?")
RANGE = re.compile(rf"(?P<low>{NUMBER.pattern})?\.\.(?P<high>{NUMBER.pattern})?")
# ISO 3166-1, alpha-2.
COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF "
    "CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH "
    "GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW "
    "KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG "
    "NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN "
    "SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT "
    "ZA ZM ZW".split()
)


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, both included; None where that end is open."""

    low: Decimal | None
    high: Decimal | None


def number(node: Node, at: At) -> Decimal | None:
    """Read a number with a decimal point, exactly."""
    if isinstance(node, Scalar) and NUMBER.fullmatch(node.text):
        return Decimal(node.text)
    at.refuse(node.line, "bad-value", N_("%(name)s must be a number, like 30 or 1.5"))
    return None


def range_(node: Node, at: At) -> Range | None:
    """Read a range: ``12..200``, or with one open end ``12..`` and ``..200``."""
    found = RANGE.fullmatch(node.text) if isinstance(node, Scalar) else None
    if not found or not (found["low"] or found["high"]):
        at.refuse(node.line, "bad-value", N_("%(name)s must be a range, like 12..200, or 12.. or ..200 with one open end"))
        return None
    low, high = (Decimal(found[end]) if found[end] else None for end in ("low", "high"))
    if low is not None and high is not None and low > high:
        at.refuse(node.line, "bad-value", N_("%(name)s begins with %(low)s and ends with %(high)s: write the smaller number first"), low=low, high=high)
        return None
    return Range(low, high)


def country(node: Node, at: At) -> str | None:
    """Read the code of a country."""
    if isinstance(node, Scalar) and node.text in COUNTRIES:
        return node.text
    at.refuse(node.line, "bad-value", N_("%(name)s must be the code of a country in two capitals, like BE or BG (ISO 3166)"))
    return None


def text(node: Node, at: At) -> LocalText | str | None:
    """Read a text: by language, or plain where it is the same in all of them, like a name (decision 26)."""
    if isinstance(node, Map):
        return schema.local_text(node, at)
    return schema.text(node, at)


def _nothing(node: Node, at: At) -> None:
    """Read nothing: of a choice among nothing its set is told, not every card."""


def type_of(name: str, choices: Mapping[str, LocalText], source: str) -> Type:
    """Return the type of the values of a field that says ``type: name``."""
    inner: Mapping[str, Type] = {
        "text": text,
        "number": number,
        "range": range_,
        "choice": schema.choice(*choices) if choices else _nothing,
        "date": schema.day,
        "country": country,
        "flag": schema.truth,
        "source": schema.text,
    }
    return lambda node, at: inner[name](node, At(at.file, at.problems, at.name, source))

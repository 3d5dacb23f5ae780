"""Formulas between dollar signs, as MathML that needs no script."""

import html

from latex2mathml import exceptions
from latex2mathml.converter import Converter
from markdown.util import AtomicString

from lms.platform.markdown_tree import Element

MOST_CHARACTERS = 1000
MOST_DEPTH = 20
FORBIDDEN = ("\\def", "\\newcommand", "\\renewcommand", "\\let", "\\href", "\\unicode")
BROKEN = (
    exceptions.NumeratorNotFoundError,
    exceptions.DenominatorNotFoundError,
    exceptions.ExtraLeftOrMissingRightError,
    exceptions.MissingSuperScriptOrSubscriptError,
    exceptions.DoubleSubscriptsError,
    exceptions.DoubleSuperscriptsError,
    exceptions.NoAvailableTokensError,
    exceptions.InvalidStyleForGenfracError,
    exceptions.MissingEndError,
    exceptions.InvalidAlignmentError,
    exceptions.InvalidWidthError,
    exceptions.LimitsMustFollowMathOperatorError,
    # What the library raises where it meets a text that it did not foresee.
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    StopIteration,
    RuntimeError,
)


def to_mathml(formula: str) -> Element | None:
    """Return a formula in LaTeX as a ``math`` element, or None if it cannot be read."""
    if (
        len(formula) > MOST_CHARACTERS
        or formula.count("{") > MOST_CHARACTERS // 10
        or _depth(formula) > MOST_DEPTH
    ):
        return None
    if any(word in formula for word in FORBIDDEN):
        return None
    try:
        maths = Converter().convert_to_element(formula)
    except BROKEN:
        return None
    maths.attrib.pop("xmlns", None)
    maths.attrib.pop("display", None)
    for part in maths.iter():
        # The converter writes signs as character references and trusts its caller not to escape them.
        part.text = AtomicString(html.unescape(part.text)) if part.text else None
        part.tail = None
    return maths


def _depth(formula: str) -> int:
    depth = most = 0
    for sign in formula:
        depth += (sign == "{") - (sign == "}")
        most = max(most, depth)
    return most

"""The commonest slips in YAML, each with a sentence that says what to do (course-format N5)."""

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

from lms.kernel.words import N_

Explained = tuple[str, str, dict[str, Any]]
QUOTED_AND_MORE = re.compile(r"""[:\-,\[{]\s*("[^"\n]*"|'[^'\n]*')\s*[^\s,\]}#:]""")


def explain(error: MarkedYAMLError, text: str, index: int) -> Explained:
    """Return the code, the sentence and its facts for what the parser found at ``index`` of ``text``."""
    said = error.problem or ""
    sign = text[index : index + 1]
    line = text[text.rfind("\n", 0, index) + 1 :].partition("\n")[0]
    if sign == "\t" or line.lstrip(" ").startswith("\t"):
        return "yaml-tab", N_("tabs do not indent in YAML: use blanks"), {}
    if "cannot start any token" in said:
        sentence = N_("a text that begins with %(sign)s must be in quotes: put the text in quotes")
        return "yaml-quotes", sentence, {"sign": sign}
    if "mapping values are not allowed" in said or (sign == ":" and "flow mapping" in (error.context or "")):
        return (
            "yaml-quotes",
            N_("there is a colon too many in this line; if the text holds one, put the text in quotes"),
            {},
        )
    if "quoted scalar" in (error.context or ""):
        return _about_quotes(said)
    if QUOTED_AND_MORE.search(line):
        return (
            "yaml-quotes",
            N_("something follows the closing quote: put the whole text in one pair of quotes"),
            {},
        )
    if "flow sequence" in (error.context or "") or "flow mapping" in (error.context or ""):
        sentence = N_(
            "this bracket is not closed, or a text in it holds a comma, colon or bracket: put the text in quotes"
        )
        return "yaml-quotes", sentence, {}
    if any(
        words in said for words in ("sequence entries", "expected a comment or a line break", "mapping keys")
    ):
        return (
            "yaml-quotes",
            N_("this text begins with a sign that means something in YAML: put the text in quotes"),
            {},
        )
    return "yaml-syntax", N_("this is not YAML: look at the indentation, colons and quotes around here"), {}


def _about_quotes(said: str) -> Explained:
    if "end of stream" not in said and "document separator" not in said:
        return (
            "yaml-quotes",
            N_("inside double quotes a backslash begins an escape: write it twice, or use single quotes"),
            {},
        )
    return "yaml-quotes", N_("this text is missing its closing quote"), {}

"""Front matter: the settings between two ``---`` lines with which a text begins (course-format N6)."""

import re
from dataclasses import dataclass

from lms.domain.courses.format.yaml_reader import Map, read_yaml
from lms.kernel.problems import Problems
from lms.kernel.words import N_

BOM = "\ufeff"
MOST_BYTES = 16 * 1024
FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True)
class FrontMatter:
    """The settings and the text of a document; ``first_line`` is the line of the file on which ``text`` begins.

    ``text`` has LF line ends. ``broken`` says that the settings could not be read, so that none is missed for being
    absent.
    """

    fields: Map
    text: str
    first_line: int
    broken: bool = False


def decode(path: str, body: bytes, problems: Problems) -> str | None:
    """Return the text of a file without its BOM, line ends as they are; None, with an error, if it is not UTF-8."""
    try:
        return body.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        problems.error(path, line_of(body, error.start), "not-utf8", N_("this file is not UTF-8: save it as UTF-8"))
        return None


def line_of(body: bytes, start: int) -> int:
    """Return the line in which a byte stands, whatever the line ends are."""
    return in_lf(body[:start].decode("latin-1")).count("\n") + 1


def in_lf(text: str) -> str:
    """Return ``text`` with LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def front_matter_span(text: str) -> tuple[int, int, int] | None:
    """Return where the settings begin and end in ``text`` and where its body begins; None without front matter."""
    opening = FENCE.match(text)
    if not opening:
        return None
    position = opening.end()
    while position < len(text):
        closing = FENCE.match(text, position)
        if closing:
            return opening.end(), position, closing.end()
        end = re.compile(r"\r\n|\r|\n").search(text, position)
        position = end.end() if end else len(text)
    return None


def split_front_matter(path: str, body: bytes, problems: Problems) -> FrontMatter:
    """Return the settings and the text of a document; what is wrong with them is noted in ``problems`` (N6)."""
    text = decode(path, body, problems)
    if text is None:
        return FrontMatter(Map(), "", 1, broken=True)
    span = front_matter_span(text)
    if span is None:
        _say_what_is_missing(path, text, problems)
        return FrontMatter(Map(), in_lf(text), 1, broken=True)
    start, end, rest = span
    settings = text[start:end]
    first_line = in_lf(text[:rest]).count("\n") + 1
    if len(settings.encode()) > MOST_BYTES:
        problems.error(path, 1, "front-matter-too-large", N_("front matter of more than 16 KB is not read"))
        return FrontMatter(Map(), in_lf(text[rest:]), first_line, broken=True)
    fields = read_yaml(in_lf(settings), file=path, problems=problems, first_line=2)
    if fields is not None and not isinstance(fields, Map):
        problems.error(
            path, 2, "yaml-syntax", N_("front matter is a list of lines like “title: What it is called”")
        )
        fields = None
    return FrontMatter(fields or Map(line=2), in_lf(text[rest:]), first_line, broken=fields is None)


def _say_what_is_missing(path: str, text: str, problems: Problems) -> None:
    if FENCE.match(text):
        problems.error(
            path,
            1,
            "front-matter-open",
            N_("the front matter is not closed: end it with a line of three hyphens (---)"),
        )
    elif re.match(r"\s+---[ \t]*\r?\n", text):
        problems.error(
            path,
            1,
            "front-matter-missing",
            N_("the front matter must begin in the very first line of the file"),
        )
    else:
        problems.error(
            path,
            1,
            "front-matter-missing",
            N_("the front matter is missing: begin the file with --- , a line “title: …” and ---"),
        )

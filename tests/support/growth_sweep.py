"""Repeats every hostile structure that it knows up to a megabyte, and says which of them take longest.

    python -m tests.support.growth_sweep                  # every way, from 125 KB to 1 MB
    python -m tests.support.growth_sweep quiz render      # these ways only
    python -m tests.support.growth_sweep --only '<!--'    # structures with this in their names

Each text goes each way: read and checked as a lesson, a quiz, a scenario …, or rendered. What could never take long, even
if its time grew with the square of its size, is measured at the smallest size alone. Exit status 1 where a text took
longer than two seconds of processor time.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lms.platform.markdown import render
from lms.platform.markdown_limits import find_excess
from tests.support.course_fuzz import (
    COURSE,
    LESSON,
    MODULE,
    MOST_SECONDS,
    QUIZ_FRONT,
    Late,
    check,
    resolved,
    sound_course,
)
from tests.support.strange_texts import MARKDOWN, QUIZ, YAML, Make, structures

SIZES = (125_000, 250_000, 500_000, 1_000_000)
PATIENCE = 8
SMALL = 5_000  # a text of this size is within the limits without measuring, or nearly
WORDS = "words that mean nothing else at all, "
BESIDE = (("## a", "b\n"), ("- a", "b\n"), ("- [a](#a)", "\n"), ("> [!NOTE] a", "b\n"), ("|a|b|\n|-|-|\n|a", "b|c|\n"), ("[a]: b", "b\n\n[a]\n"), ("[^a]: b", "b\n\n[^a]\n"), ("*[A]: b", "b\n\nA\n"), ("a\n: b", "b\n"), ("![a](b", "b)\n"), ("[a](b \"", "\")\n"), ("<a", ">\n"), ("$", "$\n"), ("a", "\n===\n"))
CLOSERS = ("-->", "--> a", "]", "](a)", ")", "`", "$", "}", "}}", '"', "'", "\n```\n", "\n-->\n")
LINES = (
    "<!-- a\n", "<!-- a\n\n", "a <!-- b\n", "<!-- a -->\n", "--> <!--", "- <!-- a\n", "[a]: http://x\n", "[a\n]: b\n", "[^a]: b\n\n    c\n\n", "a\n: b\n\n", "a\n\n: b\n", "- a\n\n",
    "- a\n\n  b\n\n", "> a\n\n", "> - a\n", "> [!NOTE] a\n> b\n\n", "## a {#a}\n\n", "#" * 6 + " a\n", "a\n===\n", "| a | b |\n|---|---|\n| c | d |\n\n", "| `a|b` | \\| |\n", "$x$ and $5\n",
    "$\\frac{a}{b}$ ", "<sub>a</sub> ", "<sub>a<sub> ", "<abbr title=\"a\">b</abbr> ", "![a](media/a.svg){.decorative}\n\n", "{a=b c=d} ", "{.a #b} ", "[[first]] ", "[[first|a]] ", "[[methods:a]] ",
    "[a](b \"c\") ", "[a][b] ", "[a](<b c>) ", "http://a.b/c ", "<http://a.b> ", "a@b.c ", "<a@b.c> ", "***a** b* ", "_a __b_ c__ ", "==a== ", "==a ", "``` a\nb\n```\n", "~~~\n", "> ```\n> a\n", "\\\n",
    "a  \n", "a\n---\n", "- a\nb\nb\nb\n", "&amp; ", "*[A]: b\n", "A ", "\u202ea ", "é", "İ", "\t", "        a\n", "1) a\n", "9. a\n", "- [ ] a\n", "---\n\n", "* * *\n", "=\n", "-\n", "+\n", "x" * 4000 + "\n", "a" * 100 + " ", "\r\n", " \n", "\n",
)  # fmt: skip
QUIZ_LINES = (
    "## a\n\nA?\n\n- (x) a\n- ( ) b\n\n", "# A\n\n", "- (x) a {fixed}\n", "- (x) a\n  > b\n", "- (x) a\n\n  b\n\n", "= a\n", "= 1..2\n", "=50% a\n", "1. a\n", "- a => b\n", "- => b\n", "- a => b => c\n", "{{a}} ",
    "{{1:a}} ", "{{*a|b|c}}\n", "{{a|b", "a ", "{a=b} ", "{a ", "> [!FEEDBACK]\n> a\n\n", "> a\n", "- [ ] a\n\n", "– (x) a\n", "(x) a\n", "- a\n  b\n", "- (0-4) a\n", "`a` ", "](a(b)", "](a", "<a:b> ", "<a:", "\\a", "[a]: b\n",
)  # fmt: skip
YAML_LINES = (
    "x-a%: b\n", "x-a%: [b, c]\n", "x-a%: {b: c}\n", "- a\n", "a: ", "a:\n ", "? a\n", "? ", "[a, ", "{a, ", "[a: b, ", "'a''b' ", "\"a\\n\" ", "x-a%: |\n  b\n\n", "x-a%: >\n  b\n", "# a\n", "a\n", "  a\n", "\n", "&a% [*a%, ", "! ", "- - ", "-\n", "a b ", "a#b ", "a # b\n", "é ", "\\u0041",
)  # fmt: skip
QUESTION = "## a\n\nA?\n\n"


def _repeated(atom: str) -> Make:
    if "%" in atom:
        return lambda size: "".join(atom.replace("%", str(number)) for number in range(size // (len(atom) + 3)))
    return lambda size: atom * (size // len(atom.encode("utf-8", "surrogatepass")))


@cache
def _within_limits(atom: str) -> Make:
    """Return how to make a text with as much of something, in short paragraphs, as is still rendered; words fill it up."""

    @cache
    def most() -> tuple[int, int]:
        each = _highest(lambda times: not find_excess(atom * times), 4000)
        return each, _highest(lambda times: not find_excess((atom * each + "\n\n") * times), 480_000 // max(1, len(atom) * each)) if each else 0

    def make(size: int) -> str:
        each, paragraphs = most() if size > SMALL else (5, SMALL)
        group = (atom * each + "\n\n").encode("utf-8", "surrogatepass")
        text = (atom * each + "\n\n") * min(paragraphs, size // len(group))
        return text + WORDS * ((size - len(text.encode("utf-8", "surrogatepass"))) // len(WORDS))

    return make


def _highest(fits: Callable[[int], bool], most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _with_closers(name: str, make: Make) -> Iterator[tuple[str, Make]]:
    yield name, make
    for closer in CLOSERS:
        yield f"{name} before {closer!r}", lambda size, closer=closer: make(size - len(closer)) + closer  # type: ignore[misc]


def of_markdown() -> dict[str, Make]:
    """Return the structures of a text in Markdown by name."""
    made = dict(structures(MARKDOWN))
    for atom in dict.fromkeys((*MARKDOWN, *LINES)):
        made[f"{atom[:40]!r}"] = _repeated(atom)
        made[f"{atom[:40]!r} within limits"] = _within_limits(atom)
        made[f"{atom[:40]!r} in quotes"] = _repeated("> " + atom.replace("\n", "\n> ").removesuffix("> ") + ("" if atom.endswith("\n") else "\n"))
    for atom in (" ", "\t", "{", " {a ", "#", "a ", "\\", "&", "|", "`", "[", "<", "$", "*", ":", "\xa0"):
        for before, after in BESIDE:
            made[f"{atom!r} between {before!r} and {after!r}"] = lambda size, atom=atom, before=before, after=after: before + atom * ((size - 20) // len(atom)) + after  # type: ignore[misc]
    for atom in ("<!--", "<!-- a\n", "<!-- a\n\n", "[", "![", "[[", "](", "(", "`", "$", "{", "{{", '"', "'", "<", "<a ", "*", "[a](b \""):
        made |= dict(_with_closers(f"{atom!r}", _repeated(atom)))
        made |= dict(_with_closers(f"{atom!r} within limits", _within_limits(atom)))
    return made


def of_quizzes() -> dict[str, Make]:
    """Return the structures of a quiz by name: those of Markdown in a question and before one, and its own signs."""
    made = dict(structures(QUIZ))
    made |= {f"{atom[:40]!r} within limits": _within_limits(atom) for atom in QUIZ_LINES}
    made |= {f"{atom[:40]!r}": _repeated(atom) for atom in QUIZ_LINES}
    within = of_markdown()
    inside = {f"{name} in a question": lambda size, make=make: QUESTION + make(size - len(QUESTION)) for name, make in (made | within).items()}  # type: ignore[misc]
    answer = {f"{name} in an answer": lambda size, make=make: QUESTION + "- (x) " + make(size - 30).replace("\n", "\n  ")[:size] + "\n- ( ) b\n" for name, make in within.items() if "within" in name or "before" in name}  # type: ignore[misc]
    heading = {f"{atom!r} in a heading": lambda size, atom=atom: "## a " + atom * (size // len(atom)) + "\n\nA?\n\n= a\n" for atom in ("{", "{a ", "{a} ", "a ", " ", "#", "\\{", "{a=b ")}  # type: ignore[misc]
    heading |= {f"{atom!r} in braces": lambda size, atom=atom: "## a {" + atom * (size // len(atom)) + "}\n\nA?\n\n= a\n" for atom in ("a ", "a=b ", ' a="b"', "a", " ", "=", '"')}  # type: ignore[misc]
    gaps = {"numbers of gaps": lambda size: QUESTION + "".join(f"{{{{{number % 999}:a}}}} " for number in range(size // 9))}
    questions = {f"questions of {atom!r}": lambda size, atom=atom: "".join(f"## q{number}\n\n{atom * 20}\n\n= a\n\n" for number in range(size // (len(atom) * 20 + 20))) for atom in (*MARKDOWN, *QUIZ_LINES)}  # type: ignore[misc]
    return made | inside | answer | heading | gaps | questions


def of_yaml() -> dict[str, Make]:
    """Return the structures of YAML by name, each beneath a key and as a value too."""
    made = dict(structures(YAML)) | {f"{atom!r}": _repeated(atom) for atom in YAML_LINES}
    values = {f"{name} as a value": lambda size, make=make: "x-a: " + make(size - 5) for name, make in made.items()}  # type: ignore[misc]
    beneath = {f"{name} beneath a key": lambda size, make=make: "x-a:\n  " + make(size * 3 // 4).replace("\n", "\n  ")[: size - 9] + "\n" for name, make in made.items()}  # type: ignore[misc]
    return made | values | beneath


def of_media() -> dict[str, Make]:
    """Return what captions and drawings may be full of."""
    atoms = ("WEBVTT\n", "00:00.000 --> 00:01.000\na\n\n", "00:00.000 -->", "--> ", "00:", "a\n", "\n", "NOTE\n", "<text>", "<text>a</text>", "<svg>", "<", "<!--", "<!-- a -->", "<text ", "<title>", "&a;", "<!ENTITY a \"b\">", '"', " ", "<a b=\"c\" ", "</")
    made = {f"{atom!r}": _repeated(atom) for atom in atoms}
    return made | {f"{name} after a beginning": lambda size, make=make: "WEBVTT\n\n<svg xmlns=\"http://www.w3.org/2000/svg\">" + make(size - 60) for name, make in made.items()}  # type: ignore[misc]


@dataclass(frozen=True)
class Way:
    """A way that texts go: what they are full of, and the file that they are in, with others beside it; rendered where it has no path."""

    structures: Callable[[], dict[str, Make]]
    path: str = ""
    front: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    largest: int = 500_000  # about what is read at most; what is larger is refused at once, which is measured too

    def files(self, text: str) -> dict[str, bytes]:
        """Return a course in which the text stands."""
        others = {path: body.encode() for path, body in self.others.items()}
        return sound_course() | others | {self.path: (self.front + text).encode("utf-8", "surrogatepass")}

    def look(self, text: str) -> object:
        """Read and check the text, or render it."""
        return check(self.files(text)).found if self.path else render(text, document="d", resolve=resolved)


SCENARIO = MODULE.replace("- lesson: first", "- scenario: first")
SHOWING = {
    "content/c/en/first.md": LESSON + '![A film](media/a.mp4){captions="media/a.vtt" described="media/a.mp4"}\n\n![b](media/a.svg)\n',
    "content/c/media/a.mp4": "x",
}
WAYS = {
    "lesson": Way(of_markdown, "content/c/en/first.md", LESSON),
    "translation": Way(of_markdown, "content/c/bg/first.md", LESSON),
    "scenario": Way(of_markdown, "content/c/en/first.md", LESSON + "## A {#a}\n\nA\n\n", {"modules/c/one.yaml": SCENARIO}),
    "card": Way(of_markdown, "content/c/en/cards/glossary/a.md", LESSON, {"content/c/cards/glossary.yaml": "title: {en: Words}\n"}),
    "render": Way(of_markdown),
    "quiz": Way(of_quizzes, "quizzes/c/en/test.md", QUIZ_FRONT, largest=250_000),
    "translated quiz": Way(of_quizzes, "quizzes/c/bg/test.md", "---\ntitle: Т\n---\n", largest=250_000),
    "course": Way(of_yaml, "modules/c/course.yaml", COURSE),
    "module": Way(of_yaml, "modules/c/one.yaml", MODULE),
    "set": Way(of_yaml, "content/c/cards/methods.yaml", "title: {en: A}\n"),
    "front matter": Way(of_yaml, "content/c/en/first.md", "---\ntitle: A\n"),
    "captions": Way(of_media, "content/c/media/a.vtt", others=SHOWING),
    "drawing": Way(of_media, "content/c/media/a.svg", others=SHOWING),
}  # fmt: skip


def seconds_of(look: Callable[[str], object], text: str) -> float:
    """Return the processor time that a text takes; no more is waited for than ``PATIENCE``."""
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        look(text)
    except Late:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def grown(make: Make, look: Callable[[str], object], largest: int = SIZES[-1]) -> list[tuple[int, float]]:
    """Return how long each size takes; where even the square of the growth leaves it short, one size is enough."""
    rows: list[tuple[int, float]] = []
    for size in SIZES:
        text = make(size)
        rows.append((len(text.encode("utf-8", "surrogatepass")), seconds_of(look, text)))
        if rows[-1][1] >= PATIENCE or rows[0][1] * (largest / SIZES[0]) ** 2 < MOST_SECONDS:
            break
    return rows


def shown(rows: list[tuple[int, float]]) -> str:
    """Return the sizes of one structure and their times in a line."""
    return "  ".join(f"{size // 1000:4} KB {seconds:5.2f} s" for size, seconds in rows)


def main() -> int:
    """Sweep the ways that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", default=[*WAYS], metavar="way", help=", ".join(WAYS))
    parser.add_argument("--only", default="", help="structures with this in their names")
    parser.add_argument("--every", type=int, default=1, help="one structure of so many")
    parser.add_argument("--begin", type=int, default=0, help="the first of them")
    parser.add_argument("--shown", type=int, default=15)
    given = parser.parse_args()

    def late(_signal: int, _frame: object) -> None:
        raise Late

    signal.signal(signal.SIGVTALRM, late)
    slow = 0
    for way in given.ways:
        found: dict[str, list[tuple[int, float]]] = {}
        for number, (name, make) in enumerate(WAYS[way].structures().items()):
            if given.only in name and number % given.every == given.begin:
                found[name] = grown(make, WAYS[way].look, WAYS[way].largest)
                if max(seconds for _, seconds in found[name]) > MOST_SECONDS:
                    slow += 1
                    print(f"{way}: {shown(found[name])}  {name}", flush=True)  # noqa: T201
        print(f"{way}: the slowest of {len(found)} structures", flush=True)  # noqa: T201
        for name in sorted(found, key=lambda name: -max(seconds for _, seconds in found[name]))[: given.shown]:
            print(f"  {shown(found[name])}  {name}", flush=True)  # noqa: T201
    print(f"{slow} structures took more than {MOST_SECONDS:.0f} s")  # noqa: T201
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""Texts that nobody would write, made from what means something in our files: repeated, nested, cut and mixed.

Everything is drawn from one ``Random``, so that a seed says which text it was.
"""

from collections.abc import Callable, Mapping
from random import Random

MARKDOWN = (
    "*", "**", "_", "__", "*a ", "**a ", "_a*", "~~", "==a", "[", "![", "[[", "[a](", "![a](", "]", "](", ")", "[a][", "[a]: http://x\n", "[^a]", "[^a]: b\n",
    "*[EU]: x\n", "EU ", "`", "``a", "```\n", "~~~\n", "$", "$a$ ", "$a", "$\\frac{1}", "\\", "\\[", "{", "}", "{#a}", "{: .a }", "{.decorative}", "{a=\"b\" ", "{{", "}}",
    "<", "<a ", "<!--", "-->", "<sub>", "<abbr title=\"", "<http://a", "<a@b>", "<a@", "</", "<br/>", "&", "&amp;", "&#120;", "&#x", "> ", ">", ">> a\n", "> [!NOTE] a\n", "> [!FEEDBACK]\n",
    "# ", "## a\n", "## a {#a}\n", "#", "a\n---\n", "a\n===\n", "---\n", "- a\n", "  - a\n", "1. a\n", "- [ ] a\n", "* * *\n", ": a\n", "a\n: b\n", "|a", "|-", "| a | b |\n", "|-|-|\n",
    "https://a.b/ ", "\n", "\n\n", " ", "  \n", "\t", "a", "я", "a ", "\x00", "\x02", "\x03", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0001\x03", "\u0301", "\u202e", "\u2066", "\u200b", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\r", "\ufeff", "🙂",
    "media/a.svg", "![a](media/a.svg)\n", "[[first]]", "[[first#a|b]]", "![[test#a]]", "javascript:x", "\"", "'", "(", "-->\n", "<script>", "<svg onload=x>", "<style>", "&lt;", "\\\n", "\uffff", "İ", "ß", "ﬁ", "x" * 70,
)  # fmt: skip
QUIZ = (
    "## a\n", "## b {points=2}\n", "# A\n", "# A {draw=1}\n", "- (x) a\n", "- ( ) b\n", "- [x] a\n", "- [ ] b\n", "- (50%) a\n", "= a\n", "= 7\n", "= true\n", "=50% a\n", "= 1..2\n", "= 3 ± 1\n",
    "1. a\n", "2. b\n", "- a => b\n", "- => c\n", "{{a}}", "{{*a|b}}", "> f\n", "  > f\n", "> [!FEEDBACK]\n", "    a\n", "{kind=information}", "{fixed}", "{a=", "=> ", "= " + "9" * 40 + "\n", "= 1e999\n", "(0-4)", "\n",
)  # fmt: skip
YAML = (
    "title: {en: a}\n", "a: b\n", "  ", "- ", "- a\n", "[", "]", "{", "}", "{a: ", ", ", ": ", "? ", "&a ", "*a ", "!a ", "!!python/object:a ", "<<: ", "|\n", ">\n", "|2-\n", "\"", "'", "\\ud800", "\"\\ud800\"", "\\U00110000", "\"\\x00\"",
    "# c\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! a\n", "\t", "~", "null", "no", "1e999", "0x10", "9" * 50, "2026-99-99", "\n", "x-a: ", "modules: ", "activities:\n", "  - lesson: first\n", "  - quiz: test\n", "format: 2\n", "é", "\u2028", "\x85", "\ufeff", "\x00", "`", "@",
)  # fmt: skip
SEPARATORS = ("", " ", "\n", "\n\n")
Make = Callable[[int], str]


def _run(atom: str, between: str) -> Make:
    return lambda size: ((atom + between) * (size // len(atom + between) + 1))[:size]


def _nest(opening: str, closing: str) -> Make:
    return lambda size: opening * (size // (len(opening) + len(closing))) + "a" + closing * (size // (len(opening) + len(closing)))


def _staircase(line: str) -> Make:
    def make(size: int) -> str:
        out, left, depth = [], size, 0
        while left > 0:
            out.append("  " * (depth % 200) + line)
            left -= len(out[-1].encode()) + 1
            depth += 1
        return "\n".join(out)

    return make


def _numbered(pattern: str) -> Make:
    return lambda size: "".join(pattern.replace("%", str(number)) for number in range(size // (len(pattern) + 2)))


def structures(atoms: tuple[str, ...]) -> Mapping[str, Make]:
    """Return how to make the strange texts of a given size, by name: each sign repeated, nested, numbered."""
    found: dict[str, Make] = {f"{atom!r} and {between!r}": _run(atom, between) for atom in atoms for between in SEPARATORS}
    for opening, closing in ("[]", "()", "{}", "<>", "**", "``", "$$", ("[", "](a)"), ("![", "](a)"), ("> ", ""), ("- ", ""), ("1. ", ""), ("<sub>", "</sub>"), ("<!--", "-->"), ("{{", "}}"), ("[a: ", "]"), ("{a: ", "}"), ("\"", "\"")):
        found[f"{opening!r} around {closing!r}"] = _nest(opening, closing)
    for line in ("- a", "1. a", "> a", "* a", "- - a", "a:", "- a:", ": a"):
        found[f"stairs of {line!r}"] = _staircase(line)
    for pattern in ("[%]: http://x\n", "[^%]: a\n", "[^%] ", "[^%][^%]: a\n", "*[E%]: x\n", "## a% {#a%}\n", "{#a%}\n\n", "[a](#a%) ", "## q%\n\nA?\n\n= true\n\n", "- (x) a%\n", "= a%\n", "a%: b\n", "&a% ", "`%` ", "|%", "![a](media/%.svg) ", "[[a%]] ", "- a% => b%\n", "%. a\n"):
        found[f"numbers in {pattern!r}"] = _numbered(pattern)
    return found


def mixed(atoms: tuple[str, ...], chance: Random, size: int) -> str:
    """Return about ``size`` characters of signs in runs, groups that repeat, and plain words."""
    parts: list[str] = []
    left = size
    while left > 0:
        group = "".join(chance.choice(atoms) for _ in range(chance.choice((1, 1, 2, 3, 5)))) + chance.choice(SEPARATORS)
        times = min(chance.choice((1, 1, 1, 2, 3, 10, 100, 10_000)), max(1, left // len(group)))
        parts.append(group * times)
        left -= len(parts[-1])
    return "".join(parts)


def mutated(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    """Return a file after a few changes: lines cut, doubled, moved, mixed with another file's, signs put in, bytes turned."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        body = CHANGES[chance.randrange(len(CHANGES))](body, others, atoms, chance)
    return body


def _line_put_in(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    lines, theirs = body.split(b"\n"), chance.choice(others).split(b"\n")
    start = chance.randrange(len(theirs))
    lines[chance.randrange(len(lines) + 1) : 0] = theirs[start : start + chance.choice((1, 1, 3, 20))]
    return b"\n".join(lines)


def _lines_moved(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    lines = body.split(b"\n")
    start = chance.randrange(len(lines))
    cut = lines[start : start + chance.choice((1, 2, 5))]
    kept = lines if chance.random() < 0.4 else lines[:start] + lines[start + len(cut) :]
    place = chance.randrange(len(kept) + 1)
    return b"\n".join(kept[:place] + cut * chance.choice((0, 1, 1, 2, 50)) + kept[place:])


def _signs_put_in(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    place = chance.randrange(len(body) + 1)
    put = mixed(atoms, chance, chance.choice((1, 3, 30, 300)))
    return body[:place] + put.encode("utf-8", "surrogatepass") + body[place + chance.choice((0, 0, 1, 5)) :]


def _bytes_turned(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    turned = bytearray(body)
    for _ in range(chance.choice((1, 2, 8))):
        if turned:
            turned[chance.randrange(len(turned))] = chance.randrange(256) if chance.random() < 0.4 else chance.choice(b" \n\t-:#[]{}'\"|>*`$=()\\&!%@")
    return bytes(turned)


def _ends_changed(body: bytes, others: list[bytes], atoms: tuple[str, ...], chance: Random) -> bytes:
    return chance.choice((
        lambda: body.replace(b"\n", b"\r\n"), lambda: body.replace(b"\n", b"\r"), lambda: b"\xef\xbb\xbf" + body, lambda: body.rstrip(),
        lambda: body[: chance.randrange(len(body) + 1)], lambda: body.replace(b"  ", b"\t"), lambda: body.replace(b"\n", b"\n\n"), lambda: body.upper(),
    ))()  # fmt: skip


CHANGES = (_line_put_in, _lines_moved, _signs_put_in, _signs_put_in, _bytes_turned, _ends_changed)

"""Fills the forms of pages with what no page would send, and looks over what is answered.

Each kind of hard value has a name, so that a test can say how often it met it. Whatever could run or be read as HTML bears
a mark that no page of ours has: an element or an attribute with that name in an answer is one that we did not make.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import parse_qsl, quote_from_bytes, urljoin, urlsplit

from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.support.client import PageClient
from tests.support.headers import ALWAYS, wrong
from tests.support.pages import Page
from tests.support.tree import Node

MARK = "x-fuzz"
FOREIGN = "evil.example"
LINK = re.compile("/account/confirm/.+-")  # a link of a letter: whoever follows one from there is not told of it
PRODUCT = str(1337 * 7331)  # where a template is filled in twice, it comes out
TAGS = (
    f"<{MARK} onclick=x>",
    f'"><{MARK} onclick=x>',
    f"'><{MARK}>",
    f"</textarea></title></script><{MARK}>",
    f"--><{MARK}>",
    f"<!--{MARK}",
    f'" {MARK}="',
    f"' {MARK}='",
    f"<svg/{MARK}/onload=x>",
    f"javascript:{MARK}",
    f"&lt;{MARK}&gt;<{MARK}",
)
TEMPLATES = ("{{1337*7331}}", "{%print(1337*7331)%}", "${1337*7331}", "<%=1337*7331%>", "%(name)s", "{0.__class__}", "{{config}}")
SQL = ("'", "\\'", "' OR 1=1 --", '"; DROP TABLE person; --', "') UNION SELECT 1,2,3 --", "%", "_", "1; SELECT pg_sleep(9)", "\\")
NUMBERS = ("-1", "0", str(2**31), str(2**63), str(2**64), "9" * 25, "1e999", "NaN", "٣", "1_000", "0x10", "1" * 5000)
LINES = (f"a\r\n{MARK}: 1", f"a\nSet-Cookie: {MARK}=1", "a\r\n\r\n<html>", "a\u2028b\u0085c", f"%0d%0a{MARK}:1")
PLACES = (f"//{FOREIGN}/", f"https://{FOREIGN}/", f"/\\{FOREIGN}", f"\\\\{FOREIGN}", f"/\t/{FOREIGN}", f"http:{FOREIGN}", f"https:///{FOREIGN}", "/learn/../..//x")
# What a page may show as it was typed, and what would else look like a leftover there.
QUOTED = (*TEMPLATES, "{{", "}}", "{%", *TAGS, f"<{MARK}>", f"<{MARK}", "</textarea>", "</title>", "</script>", "<html>", "<x@example.org>", "None", "Undefined")

CLASSES: dict[str, st.SearchStrategy[str]] = {
    "any signs": st.text(max_size=60),
    "half a surrogate": st.text(st.characters(categories=["Cs", "Ll"]), min_size=1, max_size=8).map(lambda text: f"{text}\ud800"),
    "very long": st.tuples(st.sampled_from(["a", "ж", "a ", "🙂", "é\u0301", "\u202e"]), st.sampled_from([65, 201, 255, 1001, 20_001])).map(lambda each: each[0] * each[1]),
    "a number out of range": st.sampled_from(NUMBERS),
    "HTML": st.sampled_from(TAGS),
    "SQL": st.sampled_from(SQL),
    "a template": st.sampled_from(TEMPLATES),
    "line ends": st.sampled_from(LINES),
    "a NUL": st.sampled_from(["\x00", "a\x00b", "a@example.org\x00", "\x01\x1b\x7f"]),
    "another site": st.sampled_from(PLACES),
    "no words": st.sampled_from(["", " ", "\u00a0\u200b", "\t\r\n", "\u2066\u2069"]),
    "an address with a tag": st.sampled_from([f'"<{MARK}>"@example.org', f"<{MARK}@example.org>", f"a@{MARK}.example", "a@example.org\r\nBcc: b@example.org", "ж@пример.бг"]),
    "a day at an end of time": st.sampled_from(["9999-12-31", "0001-01-01", "2026-02-30", "10000-01-01", "2026-11-21T25:00"]),
    "None": st.sampled_from(["None", "null", "undefined", "[object Object]", "true"]),
}
ODD = ("missing", "all of it, twice", "as a list")
# By itself, with everything else filled in well, so that nothing else is why it is refused.
ALONE = {"too long by itself": "ж" * 1001, "a tag by itself": f'"><{MARK} onclick=x>'}
UNASKED_FOR = "what was not asked for"
UNASKED = ("role", "is_admin", "person_id", "x\x00", MARK, "email_verified", "next", "_method")


@dataclass(frozen=True)
class Field:
    """A field of a form, with what it holds untouched and what it offers; ``shown`` is what a browser lets people type into."""

    name: str
    standing: tuple[str, ...]
    offered: tuple[str, ...] = ()
    kind: str = "text"


@dataclass(frozen=True)
class Form:
    """A form, or a link that asks something, as it stands on a page."""

    method: str
    url: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(field.name for field in self.fields)

    @property
    def path(self) -> str:
        """The address to which it is sent, without what it asks."""
        return urlsplit(self.url).path


@dataclass(frozen=True)
class Filling:
    """What is sent, as pairs in their order, and the kinds of hard value that stand in it."""

    pairs: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]

    def body(self, token: str) -> bytes:
        """Return the pairs as they travel, halves of surrogates too; the token of the form goes first, if there is one."""
        pairs = ((("csrf_token", token),) if token else ()) + self.pairs
        return b"&".join(b"=".join(_escaped(each) for each in pair) for pair in pairs)


def _escaped(text: str) -> bytes:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="").encode()


def forms_of(page: Page) -> Iterator[Form]:
    """Yield every form of a page, once for each address to which a button of it sends, and every link that asks something."""
    for form in page.all("form"):
        fields = tuple(_fields(page, form))
        buttons = [node for node in page.all("button") if node.within("form") is form or (form.get("id") and node.get("form") == form.get("id"))]
        method = (form.get("method") or "get").upper()
        for action in dict.fromkeys([form.get("action"), *(each.get("formaction") for each in buttons if each.get("formaction"))]):
            named = tuple(Field(each.get("name"), (), (each.get("value"),), "button") for each in buttons if each.get("name"))
            yield Form(method, urljoin(page.url, action) if action else page.url, fields + named)
    for link in page.all("a"):
        parts = urlsplit(urljoin(page.url, link.get("href")))
        if parts.query and parts.netloc == urlsplit(page.url).netloc:
            asked = tuple(Field(name, (value,)) for name, value in parse_qsl(parts.query))
            yield Form("GET", parts._replace(query="", fragment="").geturl(), asked)


def _fields(page: Page, form: Node) -> Iterator[Field]:
    controls: dict[str, list[Node]] = {}
    for node in page.all("input", "select", "textarea"):
        theirs = node.within("form") is form or (form.get("id") and node.get("form") == form.get("id"))
        if theirs and node.get("name") not in ("", "csrf_token"):
            controls.setdefault(node.get("name"), []).append(node)
    for name, nodes in controls.items():
        first = nodes[0]
        if first.tag == "select":
            offered = tuple(option.get("value") for node in nodes for option in node.all("option"))
            yield Field(name, offered[:1], offered, "choice")
        elif first.get("type") in ("radio", "checkbox"):
            offered = tuple(node.attrs.get("value", "on") for node in nodes)
            yield Field(name, tuple(node.attrs.get("value", "on") for node in nodes if "checked" in node.attrs), offered, "choice")
        else:
            standing = first.get("value") if first.tag == "input" else "".join(each for each in first.children if isinstance(each, str))
            yield Field(name, (standing,), (), first.get("type") or "text")


# One value of every kind; where they go is decided apart from what they are.
hard_values = st.fixed_dictionaries(CLASSES)


def filling(form: Form, values: dict[str, str], good: dict[str, str], kinds: Iterator[str], chance: Random) -> Filling:
    """Fill in a form: up to three of its fields hold what is hard or odd, the others are left, chosen or filled in well.

    ``good`` says by the end of a field's name what people would type there; ``kinds`` goes round all kinds for ever.
    """
    hard = chance.sample(range(len(form.fields)), min(len(form.fields), chance.choice((1, 1, 2, 3))))
    pairs: list[tuple[str, str]] = []
    met: list[str] = []
    for place, field in enumerate(form.fields):
        kind = next(kinds) if place in hard else ""
        met += [kind] if kind else []
        pairs += _odd(field, kind, values) if kind in ODD else [(field.name, each) for each in _well(field, good, chance)] if not kind else [(field.name, values[kind])]
    if not hard or chance.random() < 0.1:
        pairs.append((chance.choice(UNASKED), values["HTML"]))
        met.append(UNASKED_FOR)
    return Filling(tuple(pairs), tuple(met))


def alone(form: Form, place: int, kind: str, good: dict[str, str], chance: Random) -> Filling:
    """Fill in a form well but for one field, which holds what is hard about every field: a tag, or more than any column takes."""
    pairs = [(each.name, text) for at, each in enumerate(form.fields) for text in ([ALONE[kind]] if at == place else _well(each, good, chance))]
    return Filling(tuple(pairs), (kind,))


def _odd(field: Field, kind: str, values: dict[str, str]) -> list[tuple[str, str]]:
    typed = field.offered or field.standing or ("x",)
    if kind == "missing":
        return []
    if kind == "as a list":
        return [(f"{field.name}[]", each) for each in typed]
    return [(field.name, each) for each in (*typed, *typed, values["HTML"])]


def _well(field: Field, good: dict[str, str], chance: Random) -> list[str]:
    if field.offered:
        return [chance.choice(field.offered)] if field.kind == "choice" or chance.random() < 0.5 else []
    typed = next((text for ending, text in good.items() if field.name.endswith(ending)), None)
    return [typed] if typed is not None and field.kind != "hidden" else list(field.standing)


def faults_of(answer: TestResponse, browser: PageClient) -> list[str]:
    """Return what is wrong with an answer to whatever was sent: none of it depends on what that was.

    ``browser`` is the one that asked: it has read the page, where it was one.
    """
    is_link = LINK.match(answer.request.path)
    faults = [f"{name}: {value}" for name, value in wrong(answer, ALWAYS | ({"Referrer-Policy": "no-referrer"} if is_link else {})).items()]
    if answer.status_code >= 500:
        faults.append(f"answered {answer.status_code}")
    there = urlsplit(answer.headers.get("Location", ""))
    if there.scheme or there.netloc or answer.headers.get("Location", "").startswith(("//", "/\\")):
        faults.append(f"leads to {answer.headers['Location']}")
    if any(MARK in name.lower() for name, _ in answer.headers) or any(each.startswith(MARK) for each in answer.headers.getlist("Set-Cookie")):
        faults.append("a header was smuggled in")
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
        faults += _faults_of_page(answer, browser._seen.root)
    elif answer.status_code >= 400 and not answer.is_json:
        faults.append(f"answered {answer.status_code} with {answer.mimetype}, which is no page")
    return faults


def _faults_of_page(answer: TestResponse, root: Node) -> list[str]:
    foreign = [f"{node} is not ours" for node in root.walk() if MARK in node.tag]
    foreign += [f"{node} has {name}={value!r}" for node in root.walk() for name, value in node.attrs.items() if MARK in name]
    foreign += [f"{node} leads to {node.get(name)}" for node in root.walk() for name in ("href", "src", "action") if urlsplit(node.get(name)).netloc == FOREIGN]
    if PRODUCT in answer.text:
        foreign.append("a template was filled in twice")
    if answer.status_code >= 400 and not (root.one("h1").text and len(root.one("main").text) > 20):
        foreign.append(f"answered {answer.status_code} without a sentence")
    return foreign

"""What is different between two editions, for the person who may move: each sort of difference by itself."""

import json
from dataclasses import replace

import pytest

from lms.domain.courses.comparing import Differences, differences
from lms.domain.courses.outline import Activity, CertificateTerms, Document, Outline
from lms.kernel.localtext import LocalText
from tests.support.outlines import activity, outline, terms

TEXTS = {
    "one": "The first text",
    "two": "The second text",
    "a-here": 'of a: <a id="a-top" href="#a-end">',
    "b-here": 'of a: <a id="b-top" href="#b-end">',
    "links": 'See <a href="/learn/x/a/">Before</a>.',
    "links-otherwise": 'See <a href="/learn/x/b/">Afterwards</a>.',
}
# What was written beside a text (its sources, what is out of date) is no other text.
BODIES = {name: json.dumps({"html": html, "sources": [name]}) for name, html in TEXTS.items()}


def lesson(key: str, title: str = "", *, page: str = "one", required: bool = True, formerly: tuple[str, ...] = ()) -> Activity:
    """Return a lesson with a title and a text in English."""
    made = activity(key, required=required, formerly=formerly)
    return replace(made, title=LocalText({"en": title or key}), documents={"en": Document("file", page, "current")})


def quiz(key: str, pass_mark: int) -> Activity:
    """Return a quiz with this pass mark."""
    return replace(activity(key, quiz=terms(pass_mark=pass_mark)), documents={"en": Document("file", "one", "current")})


def told(found: Differences) -> dict[str, object]:
    """Return the differences that there are: keys of activities, and of renamed ones what they were."""
    shown: dict[str, object] = {}
    for name, value in vars(found).items():
        if name == "renamed" and value:
            shown[name] = {each.new.key: [old.key for old in each.olds] for each in value}
        elif value:
            shown[name] = value if value is True else [each.key for each in value]
    return shown


def with_certificate(course: Outline) -> Outline:
    return replace(course, certificate=CertificateTerms(LocalText({"en": "Certificate"}), {}, None))


CASES = [
    ("nothing", outline(lesson("a")), outline(lesson("a")), {}),
    ("a new one", outline(lesson("a")), outline(lesson("a"), lesson("b")), {"added": ["b"]}),
    ("one that is gone", outline(lesson("a"), lesson("b")), outline(lesson("a")), {"gone": ["b"]}),
    ("another title", outline(lesson("a", "A")), outline(lesson("a", "B")), {"renamed": {"a": ["a"]}}),
    ("another key and title", outline(lesson("a", "A")), outline(lesson("b", "B", formerly=("a",))), {"renamed": {"b": ["a"]}}),
    ("another key alone is nothing that anybody sees", outline(lesson("a", "A")), outline(lesson("b", "A", formerly=("a",))), {}),
    ("another key in the names of places", outline(lesson("a", "A", page="a-here")), outline(lesson("b", "A", page="b-here", formerly=("a",))), {}),
    ("another name in a link", outline(lesson("a", page="links")), outline(lesson("a", page="links-otherwise")), {}),
    ("a merge", outline(lesson("a"), lesson("b")), outline(lesson("c", formerly=("a", "b"))), {"renamed": {"c": ["a", "b"]}}),
    ("a split", outline(lesson("a", "A")), outline(lesson("b", "A", formerly=("a",)), lesson("c", "A", formerly=("a",))), {"renamed": {"b": ["a"], "c": ["a"]}}),
    ("another text", outline(lesson("a")), outline(lesson("a", page="two")), {"rewritten": ["a"]}),
    ("required now", outline(lesson("a", required=False)), outline(lesson("a")), {"required": ["a"]}),
    ("optional now", outline(lesson("a")), outline(lesson("a", required=False)), {"optional": ["a"]}),
    ("another pass mark", outline(quiz("q", 50)), outline(quiz("q", 60)), {"terms": ["q"]}),
    ("another rule of completion", outline(lesson("a")), outline(lesson("a"), asked="all"), {"completion": True}),
    ("a certificate", outline(lesson("a")), with_certificate(outline(lesson("a"))), {"certificate": True}),
    ("hours", outline(lesson("a")), replace(outline(lesson("a")), hours="2"), {"hours": True}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_reader_would_notice(old: Outline, new: Outline, expected: dict[str, object]) -> None:
    found = differences([old, new], "en", BODIES.__getitem__)
    assert (told(found), found.is_empty) == (expected, not expected)


def test_over_several_editions_only_the_ends_are_compared() -> None:
    chain = [outline(lesson("a", "A")), outline(lesson("b", "B", formerly=("a",)), lesson("x")), outline(lesson("c", "A", formerly=("b",)))]
    assert told(differences(chain, "en", BODIES.__getitem__)) == {}

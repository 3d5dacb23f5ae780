"""Sets of cards: what their cards hold, and the cards themselves in every language (course-format §6)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lms.domain.courses.format import card_values, schema
from lms.domain.courses.format.lesson import SETTINGS, TEXTS, Lesson, read_lesson
from lms.domain.courses.format.outline import Course
from lms.domain.courses.format.outline_reader import KEYS, STAMPS, read_tree
from lms.domain.courses.format.schema import At, Field
from lms.domain.courses.format.translations import MISSING, Freshness, LocalNode, lesson_freshness
from lms.domain.courses.format.yaml_reader import Map, Node
from lms.kernel.keys import is_key
from lms.kernel.localtext import LocalText
from lms.kernel.problems import Problems
from lms.kernel.words import N_

GLOSSARY = "glossary"
SET = re.compile(r"content/(?P<course>[^/]+)/cards/(?P<set>[^/]+)\.yaml")
CARD = re.compile(r"content/(?P<course>[^/]+)/(?P<lang>[^/]+)/cards/(?P<set>[^/]+)/(?P<card>[^/]+)\.md")
OF_EVERY_CARD = {name: SETTINGS[name] for name in ("sources", "checked", "review")} | {"formerly": Field(KEYS)}
OF_A_TERM = {"forms": Field(schema.list_of(schema.text, once=True))}
# What means something else in the front matter of a card, or in the address of the page that shows a set.
RESERVED = frozenset({*TEXTS, *SETTINGS, "formerly", "forms", "source_digest", "source_blocks", "machine", "view", "sort", "card", "lang", "q"})


@dataclass(frozen=True)
class CardField:
    """What every card of a set may say; ``choices`` are in the author's order, and empty where the type is another."""

    key: str
    type: str
    label: LocalText
    choices: Mapping[str, LocalText] = field(default_factory=dict)
    can_filter: bool = True
    line: int = 1


@dataclass(frozen=True)
class CardSet:
    """A set: its fields in the author's order, and which of them are the columns of its table."""

    key: str
    title: LocalText
    path: str
    fields: tuple[CardField, ...] = ()
    show: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Cards:
    """All sets of a course by key, and all cards by set, key and language; a set that cannot be read has no cards."""

    sets: Mapping[str, CardSet] = field(default_factory=dict)
    documents: Mapping[tuple[str, str, str], Lesson] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the cards of each set, as far as they are there in any language."""
        found: dict[str, dict[str, None]] = {name: {} for name in self.sets}
        for name, card, _lang in self.documents:
            found[name][card] = None
        return {name: tuple(cards) for name, cards in found.items()}

    def find(self, name: str, card: str, *languages: str) -> tuple[Lesson, str] | None:
        """Return a card in the first of these languages in which it is there, and that language."""
        return next(((self.documents[name, card, each], each) for each in languages if (name, card, each) in self.documents), None)

    def freshness_of(self, name: str, card: str, lang: str, source: str) -> Freshness:
        """Return how a card in ``lang`` stands to its source; the source itself is current."""
        mine, original = self.documents.get((name, card, lang)), self.documents.get((name, card, source))
        if mine is None or original is None:
            return MISSING
        return Freshness("current") if lang == source else lesson_freshness(original, mine)

    def successors(self, name: str, card: str, source: str) -> tuple[str, ...]:
        """Return the cards of a set that say they were called ``card`` formerly (N2)."""
        return tuple(each for each in self.keys.get(name, ()) if (there := self.find(name, each, source)) and card in there[0].more.get("formerly", ()))


def set_path(course: str, name: str) -> str:
    """Return the path of the file that says what the cards of a set hold (§1)."""
    return f"content/{course}/cards/{name}.yaml"


def card_path(course: str, lang: str, name: str, card: str) -> str:
    """Return the path of a card in a language (§1)."""
    return f"content/{course}/{lang}/cards/{name}/{card}.md"


def read_cards(course: Course, files: Mapping[str, bytes], problems: Problems) -> Cards:
    """Return the sets and cards of a course; what is wrong in each file is noted."""
    sets: dict[str, CardSet] = {}
    for match in sorted(filter(None, map(SET.fullmatch, files)), key=lambda match: (match["set"] == GLOSSARY, match["set"])):
        _check_key(match.group(), match["set"], problems)
        found = _read_set(match["set"], match.group(), files[match.group()], course.source, problems)
        if found:
            sets[found.key] = found
    documents: dict[tuple[str, str, str], Lesson] = {}
    for match in filter(None, map(CARD.fullmatch, sorted(files))):
        name, card, lang = match["set"], match["card"], match["lang"]
        if name not in sets or lang not in course.languages:
            continue
        _check_key(match.group(), card, problems)
        is_translation = lang != course.source
        document = _read_card(match.group(), files[match.group()], sets[name], course.source, problems, is_translation)
        if document:
            documents[name, card, lang] = document
    return Cards(sets, documents)


def _check_key(path: str, key: str, problems: Problems) -> None:
    if not is_key(key):
        sentence = N_("“%(value)s” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most")
        problems.error(path, 1, "bad-key", sentence, value=key)


def _read_card(path: str, body: bytes, of: CardSet, source: str, problems: Problems, is_translation: bool) -> Lesson | None:
    own = {each.key: Field(card_values.type_of(each.type, each.choices, source)) for each in of.fields}
    texts = TEXTS | OF_A_TERM if of.key == GLOSSARY else TEXTS
    return read_lesson(path, body, problems, translation=is_translation, texts=texts, settings=OF_EVERY_CARD | own)


FIELD = {
    "label": Field(schema.local_text, required=True),
    "type": Field(schema.choice(*card_values.TYPES), required=True),
    "choices": Field(schema.map_of(schema.key, schema.local_text)),
    "filter": Field(schema.truth),
}


def _read_fields(node: Node, at: At) -> tuple[CardField, ...] | None:
    if not isinstance(node, Map):
        at.refuse(node.line, "bad-value", N_("%(name)s must hold keys and values"))
        return None
    return tuple(filter(None, (_read_field(pair.key, pair.value, at) for pair in node)))


def _read_field(name: Node, node: Node, at: At) -> CardField | None:
    key = schema.key(name, at)
    if key in RESERVED:
        at.refuse(name.line, "reserved-key", N_("%(key)s means something else on a card: give the field another name"), key=key)
    found = schema.record(FIELD)(node, at.within(key or "field"))
    if found is None or key is None or key in RESERVED or "type" not in found.values:
        return None
    choices = found.get("choices", {})
    if found.get("type") == "choice" and not choices and _is_empty(node.get("choices") if isinstance(node, Map) else None):
        at.refuse(found.line_of("choices"), "missing-choices", N_("%(key)s is a choice: say among what, choices: {low: {…}, high: {…}}"), key=key)
    elif found.get("type") != "choice" and "choices" in found.lines:
        at.refuse(found.line_of("choices"), "choices-not-here", N_("only a field of the type choice has choices"))
    return CardField(key, found.get("type"), found.get("label", LocalText({}, at.source)), choices, found.get("filter", True), name.line)


def _is_empty(node: Node | None) -> bool:
    """Tell whether nothing is written here; what is written and wrong has been told already."""
    return node is None or (isinstance(node, Map) and not list(node))


def _read_set(key: str, path: str, body: bytes, source: str, problems: Problems) -> CardSet | None:
    tree = read_tree(path, body, problems)
    if tree is None:
        return None
    known = {
        "title": Field(schema.local_text, required=True),
        "fields": Field(_read_fields),
        "show": Field(schema.list_of(schema.key, once=True)),
        "stamps": STAMPS,
    }
    found = schema.read_record(tree, known, At(path, problems, source=source))
    fields = found.get("fields", ())
    written = tree.get("fields")
    names = {pair.key.text for pair in written} if isinstance(written, Map) else set()
    for name in found.get("show", ()):
        if name not in names:
            problems.error(path, found.line_of("show"), "unknown-field", N_("show names %(name)s, which is no field of this set"), name=name)
    show = tuple(name for name in found.get("show", ()) if any(each.key == name for each in fields))
    return CardSet(key, found.get("title", LocalText({}, source)), path, fields, show, found.lines)


def set_nodes(tree: Map) -> Iterator[LocalNode]:
    """Yield every text by language of the file of a set: its title, labels and choices."""
    title, fields = tree.get("title"), tree.get("fields")
    if isinstance(title, Map):
        yield LocalNode("title", title)
    for pair in fields if isinstance(fields, Map) else ():
        yield from _field_nodes(pair.key.text, pair.value)


def _field_nodes(name: str, node: Any) -> Iterator[LocalNode]:
    if not isinstance(node, Map):
        return
    label, choices = node.get("label"), node.get("choices")
    if isinstance(label, Map):
        yield LocalNode(f"fields/{name}/label", label)
    for choice in choices if isinstance(choices, Map) else ():
        if isinstance(choice.value, Map):
            yield LocalNode(f"fields/{name}/choices/{choice.key.text}", choice.value)

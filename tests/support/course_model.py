"""A course that is edited and published at random, and what by the rules must become of everybody in it.

The rules are written here a second time, in another way than in the program: an activity is a node that remembers its
parents, whatever its key is called. What somebody did counts for a node if they did it, or if all its parents count (N2).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

HEAD = """\
format: 1
uid: {uid}
kind: course
title: {{en: "Course"}}
source: en
languages: [en]
hours: {hours}
modules: [one]
"""
LESSON = "---\ntitle: {title}\n---\n\nText {version} of {title}.\n"
QUIZ = "---\ntitle: {title}\npass: {pass_mark}\n---\n\n## fact\n\nIs it so? {version}\n\n= {truth}\n"


@dataclass(eq=False)
class Node:
    """An activity as its author thinks of it; its key may change, its kind never does."""

    key: str
    kind: str
    parents: list["Node"] = field(default_factory=list)
    formerly: tuple[str, ...] = ()
    title: str = "Title"
    version: int = 1
    required: bool = True
    truth: bool = True
    pass_mark: int = 50
    published: bool = False


@dataclass(frozen=True)
class Seen:
    """A node as one edition holds it."""

    node: Node
    key: str
    required: bool
    truth: bool
    words: tuple[str, int]


@dataclass(frozen=True)
class Edition:
    """An edition as it was published: its line and number, what it holds in order."""

    line: int
    number: int
    hours: int
    seen: tuple[Seen, ...]

    @property
    def name(self) -> str:
        return f"{self.line}.{self.number}"

    def find(self, node: Node) -> Seen | None:
        return next((each for each in self.seen if each.node is node), None)

    @property
    def needed(self) -> list[Node]:
        return [each.node for each in self.seen if each.required]


class Draft:
    """The course as its author has it."""

    def __init__(self, course: str, uid: str) -> None:
        self.course, self.uid = course, uid
        self.numbers = iter(range(1, 10_000))
        self.hours = 1
        self.nodes = [self.new("lesson"), self.new("lesson"), self.new("quiz")]

    def new(self, kind: str, *, required: bool = True, parents: tuple[Node, ...] = ()) -> Node:
        """Return an activity with a key that nothing had before, which goes on from others if it has parents."""
        formerly = dict.fromkeys(key for parent in parents for key in (parent.key, *parent.formerly))
        return Node(f"{kind}-{next(self.numbers)}", kind, list(parents), tuple(formerly), required=required)

    def edit(self, what: str, first: int, second: int) -> bool:
        """Change something; tell whether there was something to change so."""
        node = self.nodes[first % len(self.nodes)]
        return bool(getattr(self, f"_{what}")(node, second))

    def _reword(self, node: Node, _second: int) -> bool:
        node.version += 1
        return True

    def _retitle(self, node: Node, _second: int) -> bool:
        node.title += "!"
        return True

    def _add_optional(self, _node: Node, _second: int) -> bool:
        self.nodes.append(self.new("lesson", required=False))
        return True

    def _add_required(self, _node: Node, second: int) -> bool:
        self.nodes.insert(second % (len(self.nodes) + 1), self.new(("lesson", "quiz")[second % 2]))
        return True

    def _remove(self, node: Node, _second: int) -> bool:
        if sum(each.required for each in self.nodes) - node.required < 1:
            return False
        self.nodes.remove(node)
        if node.published:
            return True

    def _rename(self, node: Node, _second: int) -> bool:
        self._replace(node, self.new(node.kind, required=node.required, parents=(node,)))
        return True

    def _split(self, node: Node, second: int) -> bool:
        halves = [self.new(node.kind, required=required, parents=(node,)) for required in (node.required, bool(second % 2))]
        self._replace(node, *halves)
        return True

    def _merge(self, node: Node, second: int) -> bool:
        others = [each for each in self.nodes if each is not node and each.kind == node.kind]
        if not others:
            return False
        other = others[second % len(others)]
        if len(self.nodes) > 2:
            self.nodes.remove(other)
            self._replace(node, self.new(node.kind, required=node.required or other.required, parents=(node, other)))
            return len(self.nodes) > 2

    def _require(self, node: Node, _second: int) -> bool:
        if node.required and sum(each.required for each in self.nodes) < 2:
            return False
        node.required = not node.required
        return True

    def _flip(self, node: Node, _second: int) -> bool:
        if node.kind != "quiz":
            return False
        node.truth = not node.truth
        return True

    def _lengthen(self, _node: Node, _second: int) -> bool:
        self.hours += 1
        return True

    def _replace(self, node: Node, *others: Node) -> None:
        place = self.nodes.index(node)
        for other in others:
            other.truth, other.pass_mark = node.truth, node.pass_mark
        self.nodes[place : place + 1] = others

    def files(self) -> dict[str, bytes]:
        """Return the course as files."""
        module = 'title: {en: "One"}\nactivities:\n' + "".join(self._lines())
        texts = {
            f"modules/{self.course}/course.yaml": HEAD.format(uid=self.uid, hours=self.hours),
            f"modules/{self.course}/one.yaml": module,
        }
        for node in self.nodes:
            top, form = ("content", LESSON) if node.kind == "lesson" else ("quizzes", QUIZ)
            texts[f"{top}/{self.course}/en/{node.key}.md"] = form.format(**vars(node) | {"truth": str(node.truth).lower(), "title": f'"{node.title}"'})
        return {path: text.encode() for path, text in texts.items()}

    def _lines(self) -> Iterator[str]:
        for node in self.nodes:
            yield f"  - {node.kind}: {node.key}\n"
            if not node.required:
                yield "    required: false\n"
            if node.formerly:
                yield f"    formerly: [{', '.join(node.formerly)}]\n"

    def publish(self, line: int, number: int) -> Edition:
        """Return the edition that the course is published as; what was never published before is parent of nothing."""
        for node in self.nodes:
            node.parents = list(published_parents(node))
        for node in self.nodes:
            node.published = True
        return Edition(line, number, self.hours, self.seen())

    def seen(self) -> tuple[Seen, ...]:
        """Return what there is now, as an edition would hold it."""
        return tuple(Seen(node, node.key, node.required, node.truth, (node.title, node.version)) for node in self.nodes)

    def what_it_is(self, last: Edition) -> str:
        """Return what publishing this after ``last`` is by the table of course-format §9, for what can be edited here."""
        now, before = self.seen(), last.seen
        if now == before and self.hours == last.hours:
            return "unchanged"
        kept = [each.key for each in before]
        by_key = {each.key: each for each in now}
        gone = any(key not in by_key for key in kept)
        new_required = any(each.required and each.key not in kept for each in now)
        moved = [each.key for each in now if each.key in kept] != kept
        promised = not gone and any(by_key[each.key].required != each.required for each in before)
        if gone or new_required or moved or promised or self.hours != last.hours:
            return "revision"
        return "key-fix" if any(by_key[each.key].truth != each.truth for each in before) else "correction"


def published_parents(node: Node) -> dict[Node, None]:
    """Return the parents of a node that anybody has ever read, those of its unpublished parents in their place."""
    found: dict[Node, None] = {}
    for parent in node.parents:
        found |= {parent: None} if parent.published else published_parents(parent)
    return found

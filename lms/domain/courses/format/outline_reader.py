"""Reads ``course.yaml`` and the module files into an outline; every problem is noted, what can be read is (§3)."""

from typing import Any

from lms.domain.courses.format import schema
from lms.domain.courses.format.frontmatter import decode, in_lf
from lms.domain.courses.format.outline import KINDS, Activity, Certificate, Completion, Course, Module, Review
from lms.domain.courses.format.schema import At, Field, Record
from lms.domain.courses.format.yaml_reader import Items, Map, Node, Pair, Scalar, read_yaml
from lms.kernel.localtext import LocalText
from lms.kernel.problems import Problems
from lms.kernel.words import N_

FORMAT = 1
KEYS = schema.list_of(schema.key, once=True)
STAMPS = Field(schema.map_of(schema.language, schema.digest))


def _completed_by(node: Node, at: At) -> Any:
    """Read ``required``, ``all`` or a list of keys."""
    if isinstance(node, Scalar):
        return schema.choice("required", "all")(node, at)
    return KEYS(node, at)


COMPLETION = {
    "activities": Field(_completed_by),
    "score": Field(schema.whole(1, 100)),
    "quizzes": Field(schema.map_of(schema.key, schema.whole(1, 1000))),
}
CERTIFICATE = {
    "title": Field(schema.local_text, required=True),
    "outcomes": Field(schema.local_list),
    "valid_months": Field(schema.whole(1, 1200)),
}
NO_UID = N_(
    'uid is missing: run lms library new KEY for a course with one, or put one in that this makes: python3 -c "import uuid; print(uuid.uuid4().hex)"'
)
COURSE = {
    "format": Field(schema.whole(1, 999), required=True),
    "uid": Field(schema.uid, required=True, missing=NO_UID),
    "kind": Field(schema.choice("course", "guide"), required=True),
    "title": Field(schema.local_text, required=True),
    "summary": Field(schema.local_text),
    "audience": Field(schema.local_text),
    "source": Field(schema.language, required=True),
    "languages": Field(schema.list_of(schema.language, once=True), required=True),
    "level": Field(schema.choice("introductory", "intermediate", "advanced", "trainer")),
    "hours": Field(schema.decimal),
    "licence": Field(schema.text),
    "credits": Field(schema.list_of(schema.text)),
    "open": Field(KEYS),
    "modules": Field(KEYS, required=True),
    "completion": Field(schema.record(COMPLETION)),
    "certificate": Field(schema.record(CERTIFICATE)),
    "formerly": Field(KEYS),
    "derived_from": Field(schema.uid),
    "stamps": STAMPS,
}
REVIEW = {
    "trainer": Field(schema.truth),
    "peers": Field(schema.whole(1, 20)),
    "rubric": Field(schema.key),
}
ACTIVITY = {
    "minutes": Field(schema.whole(1, 10_000)),
    "required": Field(schema.truth),
    "formerly": Field(KEYS),
    "review": Field(schema.record(REVIEW)),
}
MODULE = {
    "title": Field(schema.local_text, required=True),
    "outcomes": Field(schema.local_list),
    "after": Field(KEYS),
    "check_first": Field(schema.key),
    "trainer": Field(KEYS),
    "formerly": Field(KEYS),
    "stamps": STAMPS,
}


def read_tree(path: str, body: bytes, problems: Problems) -> Map | None:
    """Return a YAML file as a map of nodes, or None, with an error, if it is none."""
    text = decode(path, body, problems)
    tree = None if text is None else read_yaml(in_lf(text), file=path, problems=problems)
    if tree is not None and not isinstance(tree, Map):
        problems.error(
            path, tree.line, "yaml-syntax", N_("this file must hold keys and values, like “title: …”")
        )
        return None
    return tree


def read_outline(
    key: str, path: str, body: bytes, problems: Problems
) -> tuple[Course | None, tuple[str, ...]]:
    """Return the course of a ``course.yaml``, still without its modules, and their keys in order; None if unreadable."""
    tree = read_tree(path, body, problems)
    if tree is None or _is_newer(path, tree, problems):
        return None, ()
    found = schema.read_record(tree, COURSE, At(path, problems, source=source_of(tree)))
    source = found.get("source", "en")
    completion = found.get("completion", Record())
    course = Course(
        key=key,
        uid=found.get("uid", ""),
        kind=found.get("kind", "course"),
        title=found.get("title", LocalText({}, source)),
        source=source,
        languages=found.get("languages", (source,)),
        summary=found.get("summary"),
        audience=found.get("audience"),
        level=found.get("level"),
        hours=found.get("hours"),
        licence=found.get("licence"),
        credits=found.get("credits", ()),
        open=found.get("open", ()),
        completion=Completion(
            completion.get("activities", "required"), completion.get("score"), completion.get("quizzes")
        ),
        certificate=_certificate(found.get("certificate"), source),
        formerly=found.get("formerly", ()),
        stamps=found.get("stamps", {}),
        file=path,
        lines=_lines(found, tree),
    )
    return course, found.get("modules", ())


def source_of(tree: Map) -> str:
    """Return the source language that a ``course.yaml`` names, ``en`` where it names none that is one."""
    node = tree.get("source")
    return node.text if isinstance(node, Scalar) and schema.LANGUAGE.fullmatch(node.text) else "en"


def _is_newer(path: str, tree: Map, problems: Problems) -> bool:
    """Report a format that this program does not know yet, and tell whether it is one."""
    node = tree.get("format")
    if isinstance(node, Scalar) and schema.WHOLE.fullmatch(node.text) and int(node.text) > FORMAT:
        problems.error(
            path,
            node.line,
            "newer-format",
            N_(
                "this course is in format %(found)s, but this program reads up to %(known)s: update the program"
            ),
            found=node.text,
            known=FORMAT,
        )
        return True
    return False


def _certificate(found: Record | None, source: str) -> Certificate | None:
    if found is None:
        return None
    title = found.get("title", LocalText({}, source))
    return Certificate(title, found.get("outcomes", {}), found.get("valid_months"))


def _lines(found: Record, tree: Map) -> dict[str, int]:
    """Return the lines of the keys of a file, those of inner maps with their path, like ``completion/score``."""
    lines = dict(found.lines)
    for name in ("completion", "certificate"):
        inner = tree.get(name)
        if isinstance(inner, Map):
            lines |= {f"{name}/{pair.key.text}": pair.key.line for pair in inner}
    return lines


def read_module(key: str, path: str, body: bytes, source: str, problems: Problems) -> Module | None:
    """Return the module of a module file; None if it cannot be read."""
    tree = read_tree(path, body, problems)
    if tree is None:
        return None
    at = At(path, problems, source=source)
    activities: list[Activity] = []

    def read_activities(node: Node, at: At) -> tuple[Activity, ...] | None:
        if not isinstance(node, Items):
            at.refuse(
                node.line, "bad-value", N_("activities must be a list of lines like “- lesson: my-lesson”")
            )
            return None
        activities.extend(filter(None, (_activity(item, at) for item in node.items)))
        return tuple(activities)

    found = schema.read_record(tree, MODULE | {"activities": Field(read_activities, required=True)}, at)
    return Module(
        key=key,
        title=found.get("title", LocalText({}, source)),
        outcomes=found.get("outcomes", {}),
        after=found.get("after", ()),
        check_first=found.get("check_first"),
        activities=tuple(activities),
        trainer=found.get("trainer", ()),
        formerly=found.get("formerly", ()),
        stamps=found.get("stamps", {}),
        file=path,
        lines=found.lines,
    )


def _activity(node: Node, at: At) -> Activity | None:
    """Return the activity of one item of a module's list, or None, with an error, if it is none."""
    pairs = [pair for pair in node if pair.key.text in KINDS] if isinstance(node, Map) else []
    if len(pairs) != 1 or not isinstance(node, Map):
        text = N_("an activity is one line like “- lesson: my-lesson”; its kind is one of %(kinds)s")
        at.refuse(node.line, "bad-activity", text, kinds=", ".join(KINDS))
        return None
    kind, rest = pairs[0].key.text, Map(_without(node, pairs[0]), node.line)
    key = schema.key(pairs[0].value, at.within(kind))
    found = schema.read_record(rest, ACTIVITY, at)
    review = found.get("review")
    if review is not None and kind != "assignment":
        at.refuse(found.line_of("review"), "unknown-key", N_("only an assignment has a review"))
    if key is None:
        return None
    return Activity(
        key=key,
        kind=kind,
        minutes=found.get("minutes"),
        required=found.get("required", True),
        formerly=found.get("formerly", ()),
        review=_review(review, at),
        line=pairs[0].key.line,
        lines=found.lines,
    )


def _without(node: Map, pair: Pair) -> tuple[Pair, ...]:
    return tuple(other for other in node if other is not pair)


def _review(found: Record | None, at: At) -> Review | None:
    """Return how an assignment is reviewed; it says either trainer or peers."""
    if found is None:
        return None
    trainer, peers = found.get("trainer", False), found.get("peers", 0)
    if trainer == bool(peers):
        at.refuse(
            found.line, "bad-value", N_("a review is done by {trainer: true} or by peers, like {peers: 2}")
        )
    return Review(trainer, peers, found.get("rubric"))

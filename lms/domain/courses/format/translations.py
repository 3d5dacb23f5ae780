"""Is a translation still that of its source? Stamps, stale blocks and texts in YAML (course-format T1 to T3, T6)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar
from lms.domain.questions.model import Quiz, Stamp
from lms.kernel.digest import digest_of
from lms.kernel.problems import Problems
from lms.kernel.words import N_

State = Literal["missing", "stale", "current"]
MOST_LINES = 5
LOCAL = ("title", "summary", "audience", "outcomes")


@dataclass(frozen=True)
class Freshness:
    """How a translation stands to its source.

    ``blocks`` are the places (from 0) of the blocks of the source that changed since; ``whole`` says that they cannot
    be told apart, so that all of the file counts as stale. ``total`` is how many blocks the source has.
    ``there`` are the lines in which those of the source begin, ``here`` is that of the first one in the translation.
    """

    state: State
    blocks: tuple[int, ...] = ()
    total: int = 0
    whole: bool = False
    stamped: bool = True
    machine: bool = False
    there: tuple[int, ...] = field(default=(), compare=False)
    here: int = field(default=1, compare=False)


MISSING = Freshness("missing")


def freshness(
    stamp: Stamp | None, digest: str, source: tuple[str, ...], *, aligned: bool = True
) -> Freshness:
    """Return how a translation with this stamp stands to a source of this digest and these digests of blocks.

    ``aligned`` says whether both have the same number of blocks of the same types. Without a stamp a translation
    claims to be current (T2).
    """
    machine = stamp.machine if stamp else False
    if stamp is None or stamp.digest is None:
        return Freshness("current", total=len(source), stamped=False, machine=machine)
    if stamp.digest == digest:
        return Freshness("current", total=len(source), machine=machine)
    if not aligned or len(stamp.blocks) != len(source):
        return Freshness("stale", tuple(range(len(source))), len(source), whole=True, machine=machine)
    changed = tuple(
        place for place, pair in enumerate(zip(stamp.blocks, source, strict=True)) if pair[0] != pair[1]
    )
    return Freshness("stale", changed, len(source), machine=machine)


def lesson_freshness(source: Lesson, translation: Lesson) -> Freshness:
    """Return how a translated document stands to its source."""
    aligned = [block.kind for block in source.blocks] == [block.kind for block in translation.blocks]
    digests = tuple(block.digest for block in source.blocks)
    found = freshness(translation.stamp, source.digest, digests, aligned=aligned)
    if found.whole or not found.blocks:
        return found
    there = tuple(source.blocks[place].first_line for place in found.blocks)
    return replace(found, there=there, here=translation.blocks[found.blocks[0]].first_line)


def quiz_freshness(source: Quiz, translation: Quiz) -> Freshness:
    """Return how a translated quiz stands to its source; its blocks are its questions."""
    found = freshness(translation.stamp, source.digest, tuple(source.blocks.values()))
    keys = [key for place, key in enumerate(source.blocks) if place in found.blocks and key in source.by_key]
    if found.whole or not keys:
        return found
    here = translation.by_key.get(keys[0])
    return replace(found, there=tuple(source.by_key[key].line for key in keys), here=here.line if here else 1)


def report_freshness(path: str, found: Freshness, problems: Problems) -> None:
    """Note that a translation is stale, or that nobody has said what it was made from."""
    if not found.stamped:
        sentence = N_(
            "nothing says which version of the source this was made from: look it through, then run lms library stamp"
        )
        problems.warning(path, 1, "unstamped", sentence)
    elif found.state == "stale" and found.whole:
        problems.warning(
            path,
            1,
            "stale",
            N_(
                "stale: the source has been divided anew since, so the whole file counts as out of date: look it through, then run lms library stamp"
            ),
        )
    elif found.state == "stale" and not found.blocks:
        sentence = N_(
            "stale: the source changed since, outside its blocks (its front matter or an introduction, say): look the translation through, then run lms library stamp"
        )
        problems.warning(path, 1, "stale", sentence)
    elif found.state == "stale":
        sentence = N_(
            "stale: %(changed)s of %(total)s blocks of the source changed since, from line %(lines)s there: look the translation through, then run lms library stamp"
        )
        lines = ", ".join(str(line) for line in found.there[:MOST_LINES]) + (" …" if len(found.there) > MOST_LINES else "")
        problems.warning(path, found.here, "stale", sentence, changed=len(found.blocks), total=found.total, lines=lines or "1")


@dataclass(frozen=True)
class LocalNode:
    """A text by language in a YAML file: where it stands (``certificate/title``) and its node."""

    path: str
    node: Map


def local_nodes(tree: Map, path: str = "") -> Iterator[LocalNode]:
    """Yield every text by language of a ``course.yaml`` or module file, in the order of the file."""
    for pair in tree:
        inner = f"{path}/{pair.key.text}".strip("/")
        if not isinstance(pair.value, Map):
            continue
        if pair.key.text in LOCAL:
            yield LocalNode(inner, pair.value)
        else:
            yield from local_nodes(pair.value, inner)


Nodes = Callable[[Map], Iterator[LocalNode]]


def texts_digest(tree: Map, source: str, nodes_of: Nodes = local_nodes) -> str:
    """Return the digest of the source texts of a YAML file, whatever their order in it (T6)."""
    parts = []
    for local in nodes_of(tree):
        value = local.node.get(source)
        if value is not None:
            parts.append("\0".join([local.path, *_texts(value)]))
    return digest_of(*sorted(parts))


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text.strip()
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)


def report_yaml(
    path: str, tree: Map, source: str, languages: tuple[str, ...], problems: Problems, nodes_of: Nodes = local_nodes
) -> None:
    """Note which translations of the texts of a YAML file are missing, unstamped or stale (T3, T6)."""
    stamps = tree.get("stamps")
    nodes = list(nodes_of(tree))
    for language in languages:
        lacking = [local for local in nodes if source in local.node and language not in local.node]
        if lacking:
            sentence = N_("%(count)s texts of this file have no %(language)s; the first is %(first)s")
            if len(lacking) == 1:
                sentence = N_("one text of this file has no %(language)s: %(first)s")
            facts = {"count": len(lacking), "language": language, "first": lacking[0].path}
            problems.warning(path, lacking[0].node.line, "missing-translation", sentence, **facts)
        if len(lacking) == len(nodes):
            continue
        stamp = stamps.get(language) if isinstance(stamps, Map) else None
        if stamp is None:
            sentence = N_(
                "nothing says whether the %(language)s texts of this file are up to date: run lms library stamp"
            )
            problems.warning(path, 1, "unstamped", sentence, language=language)
        elif isinstance(stamp, Scalar) and stamp.text != texts_digest(tree, source, nodes_of):
            sentence = N_(
                "stale: the texts of this file changed since they were put into %(language)s: look those through, then run lms library stamp"
            )
            problems.warning(path, stamp.line, "stale", sentence, language=language)
    _report_unlisted(path, nodes, {source, *languages}, problems)


def _report_unlisted(path: str, nodes: list[LocalNode], listed: set[str], problems: Problems) -> None:
    seen: set[str] = set()
    for local in nodes:
        for pair in local.node:
            tag = pair.key.text
            if tag not in listed and tag not in seen:
                seen.add(tag)
                sentence = N_(
                    "%(language)s is not among the languages of this course: nobody will see this text"
                )
                problems.warning(path, pair.key.line, "language-not-listed", sentence, language=tag)

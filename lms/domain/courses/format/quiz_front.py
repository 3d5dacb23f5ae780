"""The settings of a quiz in its front matter (course-format §7, G10) and what a translation may say there (T5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.courses.format.frontmatter import FrontMatter
from lms.domain.courses.format.schema import (
    At,
    Field,
    Record,
    block_digest,
    choice,
    digest,
    list_of,
    read_record,
    text,
    truth,
    whole,
)
from lms.domain.courses.format.yaml_reader import Map, Node, Scalar
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Stamp
from lms.kernel.words import N_

UNLIMITED = "unlimited"
MODES = ("practice", "test", "survey")
MOST_ATTEMPTS = 1000
MOST_MINUTES = 7 * 24 * 60


def attempts(node: Node, at: At) -> int | str | None:
    """Read a number of attempts, or ``unlimited``."""
    if isinstance(node, Scalar) and node.text == UNLIMITED:
        return UNLIMITED
    value: int | None = whole(1, MOST_ATTEMPTS)(
        node, At(at.file, at.problems, "attempts (a number, or unlimited)")
    )
    return value


TEXTS: Mapping[str, Field] = {
    "title": Field(text, required=True),
    "summary": Field(text),
    "description": Field(text),
}
# What only those quizzes have in which something is marked, or which may be taken more than once.
NOT_IN_SURVEYS = ("attempts", "minutes", "extra_time", "grading", "shuffle", "show_answers", "page")
SETTINGS: Mapping[str, Field] = {
    "mode": Field(choice(*MODES)),
    "pass": Field(whole(1, 100)),
    "attempts": Field(attempts),
    "minutes": Field(whole(1, MOST_MINUTES)),
    "extra_time": Field(text),
    "grading": Field(choice("best", "latest", "first", "average")),
    "shuffle": Field(list_of(choice("questions", "answers"), once=True)),
    "show_answers": Field(choice("after-each", "after-attempt", "after-pass", "after-last", "never")),
    "page": Field(choice("one", "all")),
}
STAMPS: Mapping[str, Field] = {
    "source_digest": Field(digest),
    "source_blocks": Field(list_of(block_digest)),
    "machine": Field(truth),
}


@dataclass(frozen=True)
class Front:
    """What the front matter of a quiz says, in the words of ``Quiz``."""

    fields: Mapping[str, Any]
    stamp: Stamp | None = None


def read_front(front: FrontMatter, *, translation: bool, findings: Findings) -> Front:
    """Return the settings of a quiz; what is wrong with them is noted."""
    at = At(findings.file, findings.problems)
    if front.broken:
        return Front({"title": ""})
    if not translation:
        record = read_record(front.fields, {**TEXTS, **SETTINGS}, at)
        _check_mode(record, findings)
        return Front(_settings(record))
    record = read_record(_without_settings(front.fields, findings), {**TEXTS, **STAMPS}, at)
    stamp = Stamp(record.get("source_digest"), record.get("source_blocks", ()), record.get("machine", False))
    return Front(_texts(record), stamp)


def _texts(record: Record) -> dict[str, Any]:
    return {name: record.get(name, "") for name in TEXTS}


def _settings(record: Record) -> dict[str, Any]:
    mode = record.get("mode", "test")
    tries = record.get("attempts", UNLIMITED)
    return _texts(record) | {
        "mode": mode,
        "pass_mark": record.get("pass"),
        "attempts": None if tries == UNLIMITED else tries,
        "minutes": record.get("minutes"),
        "extra_time": record.get("extra_time", ""),
        "grading": record.get("grading", "best"),
        "shuffle": frozenset(record.get("shuffle", ())),
        "show_answers": record.get("show_answers", "after-each" if mode == "practice" else "after-attempt"),
        "page": record.get("page", "all"),
    }


def _without_settings(fields: Map, findings: Findings) -> Map:
    """Return the front matter of a translation without settings, each of them noted, even if equal (T5)."""
    for pair in fields:
        if pair.key.text in SETTINGS:
            findings.error(
                pair.key.line,
                "setting-in-translation",
                N_("%(name)s is set in the source only: take it out of the translation"),
                name=pair.key.text,
            )
    kept = tuple(pair for pair in fields if pair.key.text not in SETTINGS)
    return Map(kept, fields.line, fields.start, fields.end, fields.flow)


def _check_mode(record: Record, findings: Findings) -> None:
    """Note settings that the mode of the quiz does not allow (G10), and answers that would never be shown."""
    mode, shown = record.get("mode", "test"), record.get("show_answers")

    def refuse(name: str, sentence: str) -> None:
        findings.error(record.line_of(name), "setting-against-mode", sentence, mode=mode)

    if mode == "survey":
        _check_survey(record, findings)
    if mode != "test" and "pass" in record.lines:
        refuse("pass", N_("a quiz with mode: %(mode)s has no pass mark: take pass out, or make it a test"))
    if mode == "practice" and "minutes" in record.lines:
        refuse("minutes", N_("practice has no time limit: take minutes out, or make it a test"))
    if mode == "test" and shown == "after-each":
        refuse(
            "show_answers", N_("a test never shows right answers after each question: write after-attempt")
        )
    if mode == "test" and shown == "after-pass" and "pass" not in record.lines:
        findings.warning(
            record.line_of("show_answers"),
            "answers-never-shown",
            N_("without a pass mark nobody passes, so the right answers are never shown"),
        )
    if mode != "survey" and shown == "after-last" and record.get("attempts", UNLIMITED) == UNLIMITED:
        findings.warning(
            record.line_of("show_answers"),
            "answers-never-shown",
            N_("with unlimited attempts none is the last, so the right answers are never shown"),
        )


def _check_survey(record: Record, findings: Findings) -> None:
    """Note what a survey cannot have: everybody is asked the same once, on one page, and no seed could mix anything."""
    for name in NOT_IN_SURVEYS:
        if name in record.lines:
            findings.error(
                record.line_of(name),
                "setting-against-mode",
                N_("a survey is one page in the order written, sent once and never marked: take %(name)s out"),
                name=name,
            )

"""What changed between two maps of a course, and what that allows the publisher to call it (course-format §9).

A correction reaches everybody at the next page, so it may change nothing that learners have answered, reached or been
promised. What is not known to be harmless asks for a revision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.outline import Activity, Course
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Question, Quiz
from lms.domain.questions.typed import unescaped
from lms.kernel.words import N_

TYPED = ("short", "number")


class Weight(IntEnum):
    """What a change asks for, lightest first."""

    CORRECTION = 1
    KEY_FIX = 2
    REVISION = 3
    NEVER = 4


@dataclass(frozen=True)
class Change:
    """Something that differs: how heavy it is, and what it is, as an English template with its facts."""

    weight: Weight
    text: str
    key: str = ""

    def __str__(self) -> str:
        return self.text % {"key": self.key}


def changes(old: CourseMap, new: CourseMap) -> list[Change]:
    """Return everything that asks for more than a correction, heaviest first; an empty list allows one."""
    found = [*_of_course(old.course, new.course), *_of_activities(old.course, new.course), *_of_quizzes(old, new)]
    return sorted(set(found), key=lambda change: (-change.weight, change.text, change.key))


def _of_course(old: Course, new: Course) -> Iterator[Change]:
    if old.uid != new.uid:
        yield Change(Weight.NEVER, N_("the uid of the course changed"))
    if old.source != new.source:
        yield Change(Weight.NEVER, N_("the source language changed"))
    if set(old.languages) - set(new.languages):
        yield Change(Weight.REVISION, N_("a language was removed"))
    for name, text in (
        ("kind", N_("the kind of the course changed")),
        ("hours", N_("the hours of the course changed")),
        ("completion", N_("what completes the course changed")),
        ("certificate", N_("what the certificate says changed")),
    ):
        if getattr(old, name) != getattr(new, name):
            yield Change(Weight.REVISION, text)
    if [module.key for module in old.modules] != [module.key for module in new.modules]:
        yield Change(Weight.REVISION, N_("the modules or their order changed"))
    for module in old.modules:
        same = new.find_module(module.key)
        if same and same.after != module.after:
            yield Change(Weight.REVISION, N_("what comes before module %(key)s changed"), module.key)


def _of_activities(old: Course, new: Course) -> Iterator[Change]:
    kept = {activity.key for activity in old.activities}
    for activity in old.activities:
        same = new.find_activity(activity.key)
        if same is None:
            yield Change(Weight.REVISION, N_("activity %(key)s is gone"), activity.key)
        elif same.kind != activity.kind:
            yield Change(Weight.NEVER, N_("activity %(key)s changed its kind; give it a new key"), activity.key)
        elif (same.required, same.review) != (activity.required, activity.review):
            yield Change(Weight.REVISION, N_("what activity %(key)s asks for changed"), activity.key)
    for activity in new.activities:
        if any(each.kind != activity.kind for each in map(old.find_activity, activity.formerly) if each):
            yield Change(Weight.NEVER, N_("activity %(key)s was of another kind formerly; give it a key of its own"), activity.key)
        if activity.key not in kept and activity.required:
            yield Change(Weight.REVISION, N_("activity %(key)s is new and required"), activity.key)
    if _order(old, kept) != _order(new, kept) and kept <= {each.key for each in new.activities}:
        yield Change(Weight.REVISION, N_("the order of the activities changed"))


def _order(course: Course, kept: set[str]) -> list[tuple[str, str]]:
    return [(module.key, activity.key) for module in course.modules for activity in module.activities if activity.key in kept]


def _of_quizzes(old: CourseMap, new: CourseMap) -> Iterator[Change]:
    for activity in old.course.activities:
        if activity.is_questionnaire and new.course.find_activity(activity.key):
            was, is_ = _source(old, activity), _source(new, activity)
            if was and is_:
                yield from _of_quiz(activity.key, was, is_)
        for lang in set(old.course.languages) - {old.course.source}:
            was = old.quizzes.get((activity.key, lang))
            if was:
                yield from _of_translation(activity.key, was, new.quizzes.get((activity.key, lang)))


def _source(course_map: CourseMap, activity: Activity) -> Quiz | None:
    return course_map.quizzes.get((activity.key, course_map.course.source))


def _of_quiz(key: str, old: Quiz, new: Quiz) -> Iterator[Change]:
    terms = ("mode", "pass_mark", "attempts", "minutes", "extra_time", "grading", "show_answers")
    if any(getattr(old, name) != getattr(new, name) for name in terms) or _sections(old) != _sections(new):
        yield Change(Weight.REVISION, N_("the rules or the questions of quiz %(key)s changed"), key)
    for question in new.questions:
        same = old.by_key.get(question.key)
        if same is not None:
            yield from _of_question(f"{key}/{question.key}", same, question)
        if any(old.by_key[each].kind != question.kind for each in question.formerly if each in old.by_key):
            sentence = N_("question %(key)s was of another kind formerly; give it a key of its own")
            yield Change(Weight.NEVER, sentence, f"{key}/{question.key}")


def _sections(quiz: Quiz) -> list[Any]:
    return [(section.draw, [(each.key, each.points) for each in section.questions]) for section in quiz.sections]


def _of_translation(key: str, old: Quiz, new: Quiz | None) -> Iterator[Change]:
    """What is typed is marked against the accepted texts of all languages (G12), so those of a translation decide too.

    A question that had no translation may get one: its texts are new, and take nothing from anybody.
    """
    for question in old.questions:
        same = new.by_key.get(question.key) if new else None
        if _has_accepted_texts(question) and (same is None or _key(question) != _key(same)):
            yield Change(Weight.KEY_FIX, N_("what is right in question %(key)s changed"), f"{key}/{question.key}")


def _has_accepted_texts(question: Question) -> bool:
    return question.kind == "short" or (question.kind == "gaps" and any(gap.is_typed for gap in gaps_of(question)))


def _of_question(name: str, old: Question, new: Question) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change(Weight.NEVER, N_("question %(key)s changed its kind; give it a new key"), name)
    elif old.kind not in TYPED and (len(old.answers) != len(new.answers) or _moved(old, new) or _are_filled_otherwise(old, new)):
        yield Change(Weight.REVISION, N_("answers of question %(key)s were added, removed or moved"), name)
    elif _key(old) != _key(new):
        yield Change(Weight.KEY_FIX, N_("what is right in question %(key)s changed"), name)


def _moved(old: Question, new: Question) -> bool:
    """Tell whether something that stood at one place stands at another: other words are other words only where they were.

    The two sides of a pair are looked at apart: rights that have changed places make other pairs of the same lefts.
    """
    sides = (lambda answer: answer.text, lambda answer: answer.plain)
    return any(_have_moved([*map(side, old.answers)], [*map(side, new.answers)]) for side in sides)


def _have_moved(was: list[str], is_: list[str]) -> bool:
    return any(then != now and now in was for then, now in zip(was, is_, strict=True) if now)


def _are_filled_otherwise(old: Question, new: Question) -> bool:
    """Tell whether gaps are typed and not chosen now, or the reverse, or have alternatives added, removed or moved."""
    if old.kind != "gaps":
        return False
    pairs = [(was.alternatives, is_.alternatives) for was, is_ in zip(gaps_of(old), gaps_of(new), strict=True)]
    return any(len(was) != len(is_) or _have_moved([*was], [*is_]) for was, is_ in pairs)


def _key(question: Question) -> Any:
    """Return what decides about marks: shares, accepted texts and numbers, equal rights, and how they are compared."""
    settings = {name: question.settings.get(name) for name in ("case", "marking")}
    if question.kind == "gaps":  # alternatives may be worded otherwise: which one is right decides
        return settings, [gap.right or gap.texts for gap in gaps_of(question)]
    if question.kind != "matching":
        return settings, [(answer.share, answer.plain if answer.low is None else (answer.low, answer.high)) for answer in question.answers]
    rights = [" ".join(unescaped(answer.plain).split()) for answer in question.answers]  # equal rights are the same answer, so which are equal decides
    return settings, [(answer.share, rights.index(right), bool(answer.text)) for answer, right in zip(question.answers, rights, strict=True)]

"""What changed between two editions of the quizzes of a course, and what that asks for (course-format §9)."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.outline import Activity
from lms.domain.courses.weights import Change, Weight, differing
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Question, Quiz, Section
from lms.domain.questions.typed import normalised, shown, unescaped
from lms.kernel.words import N_

TYPED = ("short", "number")

# What may change without harm to anybody, and what only says where something stands in its file.
QUIZ = frozenset(
    {"title", "summary", "description", "introduction", "shuffle", "page", "definitions", "blocks", "stamp", "file", "digest"}
)
SECTION = frozenset({"title", "text", "line"})
QUESTION = frozenset({"key", "text", "feedback", "formerly", "line", "digest"})
SETTINGS = frozenset({"see", "kind"})  # a stated kind that is another one is told by the kind itself
# What has a rule of its own below; what decides about marks is looked at as a whole.
QUIZ_RULES = frozenset({"sections"})
SECTION_RULES = frozenset({"questions"})
QUESTION_RULES = frozenset({"kind", "answers", "settings", "points"})
MARKING = frozenset({"case", "marking"})


def of_quizzes(old: CourseMap, new: CourseMap) -> Iterator[Change]:
    """Yield what asks for more than a correction in the quizzes that both have."""
    for activity in old.course.activities:
        if activity.is_questionnaire and new.course.find_activity(activity.key):
            was, is_ = _source(old, activity), _source(new, activity)
            if was and is_:
                yield from _of_quiz(activity.key, was, is_)
        for lang in set(old.course.languages) - {old.course.source}:
            translated = old.quizzes.get((activity.key, lang))
            if translated:
                yield from _of_translation(activity.key, translated, new.quizzes.get((activity.key, lang)))


def is_same_question(key: str, old: Quiz, new: Quiz, old_twins: Mapping[str, Quiz], new_twins: Mapping[str, Quiz]) -> bool:
    """Tell whether a question of two editions is marked alike: nothing but its words changed, and no text that a translation accepts."""
    was, is_ = old.by_key.get(key), new.by_key.get(key)
    if was is None or is_ is None or any(_of_question(key, was, is_)):
        return False
    pairs = ((old_twins[lang].by_key.get(key), new_twins[lang].by_key.get(key)) for lang in old_twins.keys() & new_twins.keys())
    return all(_key(mine) == _key(theirs) for mine, theirs in pairs if mine and theirs and _has_accepted_texts(mine) and _has_accepted_texts(theirs))


def _source(course_map: CourseMap, activity: Activity) -> Quiz | None:
    return course_map.quizzes.get((activity.key, course_map.course.source))


def _of_quiz(key: str, old: Quiz, new: Quiz) -> Iterator[Change]:
    if any(differing(old, new, QUIZ | QUIZ_RULES)) or _sections(old) != _sections(new):
        yield Change(Weight.REVISION, N_("the rules or the questions of quiz %(key)s changed"), key)
    for question in new.questions:
        same = old.by_key.get(question.key)
        if same is not None:
            yield from _of_question(f"{key}/{question.key}", same, question)
        if any(old.by_key[each].kind != question.kind for each in question.formerly if each in old.by_key):
            sentence = N_("question %(key)s was of another kind formerly; give it a key of its own")
            yield Change(Weight.NEVER, sentence, f"{key}/{question.key}")


def _sections(quiz: Quiz) -> list[Any]:
    return [(_rules_of(section), [(each.key, each.points) for each in section.questions]) for section in quiz.sections]


def _rules_of(section: Section) -> tuple[str, ...]:
    """Return what a section asks for besides its questions, in words that can be compared."""
    nothing = Section("")
    return tuple(f"{name}={getattr(section, name)}" for name in differing(section, nothing, SECTION | SECTION_RULES))


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
    elif any(differing(old, new, QUESTION | QUESTION_RULES)) or _others(old) != _others(new):
        yield Change(Weight.REVISION, N_("what question %(key)s asks for changed"), name)
    elif old.kind not in TYPED and (len(old.answers) != len(new.answers) or _moved(old, new) or _are_filled_otherwise(old, new)):
        yield Change(Weight.REVISION, N_("answers of question %(key)s were added, removed or moved"), name)
    elif _key(old) != _key(new):
        yield Change(Weight.KEY_FIX, N_("what is right in question %(key)s changed"), name)


def _others(question: Question) -> dict[str, str]:
    """Return the settings of a question that neither are harmless nor belong to its key."""
    return {name: value for name, value in question.settings.items() if name not in SETTINGS | MARKING}


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


def has_same_key(old: Quiz, new: Quiz) -> bool:
    """Tell whether the same is right in every question that two editions of a quiz in one language have in common."""
    both = ((question, new.by_key[question.key]) for question in old.questions if question.key in new.by_key)
    return all(was.kind != is_.kind or _key(was) == _key(is_) for was, is_ in both)


def _key(question: Question) -> Any:
    """Return what decides about marks: shares, accepted texts and numbers, equal rights, and how they are compared."""
    settings = {name: question.settings.get(name) for name in MARKING}
    if question.kind == "gaps":  # alternatives may be worded otherwise: which one is right decides
        return settings, [gap.right or gap.texts for gap in gaps_of(question)]
    if question.kind == "short":
        case = question.settings.get("case") == "yes"
        return settings, [(answer.share, normalised(shown(answer.plain), case=case)) for answer in question.answers]
    if question.kind != "matching":
        return settings, [(answer.share, answer.plain if answer.low is None else (answer.low, answer.high)) for answer in question.answers]
    rights = [" ".join(unescaped(answer.plain).split()) for answer in question.answers]  # equal rights are the same answer, so which are equal decides
    return settings, [(answer.share, rights.index(right), bool(answer.text)) for answer, right in zip(question.answers, rights, strict=True)]

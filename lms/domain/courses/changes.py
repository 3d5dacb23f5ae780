"""What changed between two maps of a course, and what that allows the publisher to call it (course-format §9).

A correction reaches everybody at the next page, so it may change nothing that learners have answered, reached or been
promised. What may be corrected is listed; whatever is not listed asks for a revision.
"""

from collections.abc import Iterator, Sequence

from lms.domain.courses.changes_of_quizzes import of_quizzes
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.outline import Activity, Certificate, Course, Module
from lms.domain.courses.format.scenario import read_scenario
from lms.domain.courses.weights import Change, Weight, differing
from lms.domain.questions.model import Quiz
from lms.kernel.localtext import LocalText
from lms.kernel.words import N_

# What may change without harm to anybody, and what only says where something stands in its file.
COURSE = frozenset({"key", "title", "summary", "audience", "level", "licence", "credits", "open", "formerly", "stamps", "file", "lines"})
MODULE = frozenset({"key", "title", "outcomes", "check_first", "trainer", "stamps", "file", "lines"})
ACTIVITY = frozenset({"key", "minutes", "line", "lines"})
# What has a rule of its own below.
COURSE_RULES = frozenset({"uid", "source", "languages", "modules", "certificate"})
MODULE_RULES = frozenset({"activities", "formerly"})
ACTIVITY_RULES = frozenset({"kind", "formerly"})

GONE, NEW = N_("activity %(key)s is gone"), N_("activity %(key)s is new and required")
NAMED = {
    "kind": N_("the kind of the course changed"),
    "hours": N_("the hours of the course changed"),
    "completion": N_("what completes the course changed"),
}


def changes(old: CourseMap, new: CourseMap) -> list[Change]:
    """Return everything that asks for more than a correction, heaviest first; an empty list allows one."""
    found = [
        *_of_course(old.course, new.course),
        *_of_modules(old.course, new.course),
        *_of_activities(old.course, new.course),
        *_of_what_counts(old, new),
        *_of_scenarios(old, new),
        *of_quizzes(old, new),
    ]
    return sorted(set(found), key=lambda change: (-change.weight, change.text, change.key, change.name))


def _of_course(old: Course, new: Course) -> Iterator[Change]:
    if old.uid != new.uid:
        yield Change(Weight.NEVER, N_("the uid of the course changed"))
    if old.source != new.source:
        yield Change(Weight.NEVER, N_("the source language changed"))
    if set(old.languages) - set(new.languages):
        yield Change(Weight.REVISION, N_("a language was removed"))
    if _promises(old.certificate) != _promises(new.certificate) or _took_words(old.certificate, new.certificate):
        yield Change(Weight.REVISION, N_("what the certificate says changed"))
    for name in differing(old, new, COURSE | COURSE_RULES):
        yield Change(Weight.REVISION, NAMED.get(name) or N_("“%(name)s” of the course changed"), name="" if name in NAMED else name)


def _promises(terms: Certificate | None) -> object:
    """Return what of a certificate is not words: that there is one, and for how long it holds."""
    return None if terms is None else (terms.valid_months,)


def _took_words(old: Certificate | None, new: Certificate | None) -> bool:
    """Tell whether a certificate says something else in a language in which it said something; a further language adds only."""
    if old is None or new is None:
        return False
    outcomes = any(new.outcomes.get(language) != lines for language, lines in old.outcomes.items())
    began = bool(new.outcomes) and not old.outcomes
    return outcomes or began or any(new.title.by_language.get(language) != words for language, words in _words(old.title))


def _words(text: LocalText) -> list[tuple[str, str]]:
    return list(text.by_language.items())


def _of_modules(old: Course, new: Course) -> Iterator[Change]:
    if [module.key for module in old.modules] != [module.key for module in new.modules]:
        yield Change(Weight.REVISION, N_("the modules or their order changed"))
    for module in old.modules:
        same = new.find_module(module.key)
        if same:
            yield from _of_module(module, same)


def _of_module(old: Module, new: Module) -> Iterator[Change]:
    for name in differing(old, new, MODULE | MODULE_RULES):
        sentence = N_("what comes before module %(key)s changed") if name == "after" else N_("“%(name)s” of module %(key)s changed")
        yield Change(Weight.REVISION, sentence, old.key, "" if name == "after" else name)
    if set(old.formerly) - set(new.formerly):
        yield Change(Weight.REVISION, N_("a former key of module %(key)s was taken out"), old.key)


def _of_activities(old: Course, new: Course) -> Iterator[Change]:
    kept = {activity.key for activity in old.activities}
    for activity in old.activities:
        same = new.find_activity(activity.key)
        if same is None:
            yield _left(activity, new)
        elif same.kind != activity.kind:
            yield Change(Weight.NEVER, N_("activity %(key)s changed its kind; give it a new key"), activity.key)
        else:
            yield from _of_activity(activity, same)
    for activity in new.activities:
        if any(each.kind != activity.kind for each in map(old.find_activity, activity.formerly) if each):
            yield Change(Weight.NEVER, N_("activity %(key)s was of another kind formerly; give it a key of its own"), activity.key)
        if activity.key not in kept and activity.required and not kept & set(activity.formerly):
            yield Change(Weight.REVISION, NEW, activity.key)
    if _order(old, kept) != _order(new, kept) and kept <= {each.key for each in new.activities}:
        yield Change(Weight.REVISION, N_("the order of the activities changed"))


def _left(activity: Activity, new: Course) -> Change:
    """Return what became of an activity whose key is there no more."""
    successors = [each.key for each in new.activities if activity.key in each.formerly]
    if successors:
        return Change(Weight.REVISION, N_("activity %(key)s is called %(name)s now"), activity.key, ", ".join(successors))
    return Change(Weight.REVISION, GONE, activity.key)


def forgotten_names(found: Sequence[Change]) -> tuple[list[str], list[str]]:
    """Return the activities that are gone and those that are new, where there are both: maybe one is the other under a new name."""
    changes_of = {text: [change.key for change in found if change.text == text] for text in (GONE, NEW)}
    return (changes_of[GONE], changes_of[NEW]) if all(changes_of.values()) else ([], [])


def _of_activity(old: Activity, new: Activity) -> Iterator[Change]:
    if any(differing(old, new, ACTIVITY | ACTIVITY_RULES)):
        yield Change(Weight.REVISION, N_("what activity %(key)s asks for changed"), old.key)
    if set(old.formerly) - set(new.formerly):  # what somebody did under it would not count any more
        yield Change(Weight.REVISION, N_("a former key of activity %(key)s was taken out"), old.key)


def _order(course: Course, kept: set[str]) -> list[tuple[str, str]]:
    return [(module.key, activity.key) for module in course.modules for activity in module.activities if activity.key in kept]


def _of_what_counts(old: CourseMap, new: CourseMap) -> Iterator[Change]:
    """What is new and optional asks for more all the same where completion asks for all, or for the score of every test."""
    completion, known = new.course.completion, {activity.key for activity in old.course.activities}
    for activity in new.course.activities:
        if activity.key in known or activity.required:
            continue
        quiz = new.quizzes.get((activity.key, new.course.source))
        if completion.activities == "all":
            yield Change(Weight.REVISION, N_("activity %(key)s is new, and the course asks for all activities"), activity.key)
        elif completion.score is not None and completion.quizzes is None and _has_pass_mark(quiz):
            yield Change(Weight.REVISION, N_("quiz %(key)s is new and would count towards the score of the course"), activity.key)


def _of_scenarios(old: CourseMap, new: CourseMap) -> Iterator[Change]:
    """A scenario is done at one of its endings, so which scenes there are and where they lead is more than words."""
    for activity in old.course.activities:
        was, is_ = (each.lessons.get((activity.key, old.course.source)) for each in (old, new))
        if activity.kind == "scenario" and was and is_ and _ways(was) != _ways(is_):
            yield Change(Weight.REVISION, N_("the scenes of scenario %(key)s, or what they lead to, changed"), activity.key)


def _ways(lesson: Lesson) -> list[tuple[str, list[str]]]:
    return [(scene.key, [choice.to for choice in scene.choices]) for scene in read_scenario(lesson).scenes]


def _has_pass_mark(quiz: Quiz | None) -> bool:
    return quiz is not None and quiz.pass_mark is not None

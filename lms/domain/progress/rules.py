"""When an activity is done and a course complete: pure decisions, told the facts (course-format §3).

**Completion is a latch.** Once it has been reached it is never computed away again, neither by undoing something nor by
a new edition. So these rules are only ever asked "is it complete now?", and a yes is written down for good; a no leaves
alone what was written before. What counts:

- the activities that the course asks for (required, all, or a list), each done or known;
- the weighted mean of the scores of the quizzes that the course names (or of all that have a pass mark, equally
  weighted), compared exactly, in fractions. A quiz that was never taken counts as nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lms.domain.courses.outline import Activity, Module, Outline, QuizTerms
from lms.kernel.refusals import Refused


class Refusal(StrEnum):
    """Why an activity cannot be begun."""

    NOT_OPEN_YET = "not-open-yet"
    NO_ENDING = "no-ending"


class State(StrEnum):
    """How far somebody has got with an activity."""

    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"
    KNOWN = "known"


@dataclass(frozen=True)
class Standing:
    """What is known of one activity for one enrolment: its state, and its score as a share in [0, 1] if it has one."""

    state: State = State.OPEN
    score: Fraction | None = None

    @property
    def is_done(self) -> bool:
        """Whether it counts as done."""
        return self.state in (State.DONE, State.KNOWN)


# What is learnt by reading, and so may be known before it was read; a scenario is a lesson too (course-format §5).
READ = ("lesson", "scenario")
Standings = Mapping[str, Standing]
NOTHING = Standing()


def standing_of(activity: Activity, standings: Standings) -> Standing:
    """Return how an activity stands; what was done under its former keys was carried over when it got this one."""
    return standings.get(activity.key, NOTHING)


def quiz_is_done(terms: QuizTerms, *, best: Fraction | None, submitted: int, unanswered: int) -> bool:
    """Tell whether a quiz counts as done.

    ``best`` is the best share among submitted attempts, ``submitted`` how many there are, ``unanswered`` how many
    questions of a practice were never answered. With a pass mark: it was reached, once is for ever. Practice: every
    question was answered. Otherwise: something was submitted.
    """
    if terms.mode == "practice":
        return unanswered == 0
    if terms.pass_mark is not None:
        return best is not None and best >= Fraction(terms.pass_mark, 100)
    return submitted > 0


def known_by_passing(outline: Outline, standings: Standings, quiz: Activity) -> tuple[Activity, ...]:
    """Return what somebody knows already who has passed this quiz: what is left to read of the module whose check it is."""
    module = outline.module_of(quiz.key)
    if module.check_first != quiz.key:
        return ()
    return tuple(each for each in module.activities if each.kind in READ and not standing_of(each, standings).is_done)


def check_to_offer(outline: Outline, standings: Standings, module: Module) -> Activity | None:
    """Return the check by which somebody may show that they know a module already; None where they have begun to read it.

    What is locked is not offered, and neither is what was passed.
    """
    check = outline.find(module.check_first) if module.check_first else None
    if check is None:
        return None
    reading = [standing_of(each, standings).state for each in module.activities if each.kind in READ]
    if not reading or any(state is not State.OPEN for state in reading):
        return None
    is_closed = standing_of(check, standings).is_done or what_comes_first(outline, standings, check) is not None
    return None if is_closed else check


def activities_needed(outline: Outline) -> tuple[Activity, ...]:
    """Return the activities that completion asks for, in their order: the seats of the ring."""
    asked = outline.completion.activities
    if asked == "all":
        return outline.activities
    if asked == "required":
        return tuple(activity for activity in outline.activities if activity.required)
    return tuple(activity for activity in outline.activities if activity.key in asked)


def quizzes_weighed(outline: Outline) -> dict[str, int]:
    """Return the weights of the quizzes that make the score of the course, by key."""
    if outline.completion.quizzes:
        return dict(outline.completion.quizzes)
    return {activity.key: 1 for activity in outline.activities if activity.quiz and activity.quiz.pass_mark is not None}


def course_score(outline: Outline, standings: Standings) -> Fraction | None:
    """Return the weighted mean of the quizzes that count, a share in [0, 1]; None where no quiz counts or none was taken."""
    weights = quizzes_weighed(outline)
    scores = {key: standing_of(activity, standings).score for key in weights if (activity := outline.find(key))}
    total = sum(weights[key] for key in scores)
    if not total or all(score is None for score in scores.values()):
        return None
    return sum((weights[key] * (score or Fraction(0)) for key, score in scores.items()), Fraction(0)) / total


def passing_is_enough(outline: Outline) -> bool:
    """Tell whether the score that the course asks for follows from passing its quizzes, so that it need not be named."""
    needed, score = activities_needed(outline), outline.completion.score
    weighed = [outline.find(key) for key in quizzes_weighed(outline)]
    return score is None or all(
        each in needed and each.quiz.grading == "best" and (each.quiz.pass_mark or 0) >= score
        for each in weighed
        if each and each.quiz
    )


def is_complete(outline: Outline, standings: Standings) -> bool:
    """Tell whether all that the course asks for is there; a course that asks for nothing is never complete."""
    needed = activities_needed(outline)
    if not all(standing_of(activity, standings).is_done for activity in needed):
        return False
    if not needed and outline.completion.score is None:
        return False
    if outline.completion.score is None or not quizzes_weighed(outline):
        return True
    return (course_score(outline, standings) or Fraction(0)) >= Fraction(outline.completion.score, 100)


def what_comes_first(outline: Outline, standings: Standings, activity: Activity) -> Module | None:
    """Return the module that must be finished before this activity may be begun, or None when it is open.

    Nothing that somebody has begun is ever locked again.
    """
    if standing_of(activity, standings).state is not State.OPEN:
        return None
    return what_opens(outline, standings, outline.module_of(activity.key))


def what_opens(outline: Outline, standings: Standings, module: Module) -> Module | None:
    """Return the first unfinished module of those that come before this one (``after``), or None when there is none."""
    if not module.after:
        return None
    needed = {each.key for each in activities_needed(outline)}
    return next((each for each in outline.modules if each.key in module.after and not _is_finished(each, standings, needed)), None)


def check_is_open(outline: Outline, standings: Standings, activity: Activity, lang: str) -> None:
    """Refuse an activity that may not be begun yet; what comes first is named in ``lang``."""
    first = what_comes_first(outline, standings, activity)
    if first:
        raise Refused(Refusal.NOT_OPEN_YET, first=first.title.in_(lang))


def check_is_ending(endings: Collection[str], scene: str) -> None:
    """Refuse a scene in which a scenario does not end: whoever is there has not come to an end of it."""
    if scene not in endings:
        raise Refused(Refusal.NO_ENDING)


def _is_finished(module: Module, standings: Standings, needed: set[str]) -> bool:
    return all(standing_of(activity, standings).is_done for activity in module.activities if activity.key in needed)


def what_is_next(outline: Outline, standings: Standings, place: str | None, *, but: Collection[str] = ()) -> Activity | None:
    """Return where somebody should go on: the first needed thing not done from where they left off, else from the start.

    When all needed things are done it is the first optional one left, and None when nothing is. Modules whose keys are
    in ``but`` are not for them.
    """
    start = outline.places.get(place, 0) if place else 0
    ordered = outline.activities[start:] + outline.activities[:start]
    left = [activity for activity in ordered if not standing_of(activity, standings).is_done]
    kept_back = {activity.key for module in outline.modules if module.key in but for activity in module.activities}
    open_now = [each for each in left if each.key not in kept_back and what_comes_first(outline, standings, each) is None]
    needed = {activity.key for activity in activities_needed(outline)}
    return next((activity for activity in open_now if activity.key in needed), open_now[0] if open_now else None)


def minutes_left(outline: Outline, standings: Standings) -> int:
    """Return the minutes that the needed activities which are not done are estimated to take."""
    return sum(activity.minutes or 0 for activity in activities_needed(outline) if not standing_of(activity, standings).is_done)


def percent(share: Fraction) -> int:
    """Return a share in whole percent, rounded down, so that nobody sees a pass mark that was not reached (G10)."""
    return share.numerator * 100 // share.denominator


def open_to_strangers(outline: Outline) -> list[Activity]:
    """Return the activities that anybody may begin with, without an account: those of open modules after no other."""
    opened = [module for module in outline.modules if module.key in outline.open and not what_opens(outline, {}, module)]
    return [activity for module in opened for activity in module.activities]

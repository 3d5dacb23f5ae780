"""Questions of practice quizzes in the text of a lesson: answered in their place, never marked, and nothing of it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import url_for

from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.questions.views import QuestionView
from lms.kernel.refusals import Missing
from lms.web.learner.lessons import Part
from lms.web.learner.loaders import Spot


@dataclass(frozen=True)
class Answered:
    """What was just sent: the number of a question in its lesson, its name (``quiz#key``), and the fields of its form."""

    number: int
    name: str
    fields: Mapping[str, list[str]]

    def is_to(self, part: Part) -> bool:
        """Tell whether the question at this place is the one that was answered; another edition may ask another one there."""
        return bool(part.asks) and (part.number, part.asks) == (self.number, self.name)


@dataclass(frozen=True)
class Exercise:
    """A question as it stands in a lesson; ``is_empty`` says that it was sent without an answer.

    The key of the ``question`` begins with its number here: the same one may be asked twice in a lesson.
    """

    number: int
    name: str
    question: QuestionView
    url: str
    is_empty: bool
    is_original: bool


def exercises_of(spot: Spot, parts: Iterable[Part], lang: str, answered: Answered | None, *, is_original: bool) -> dict[int, Exercise]:
    """Return the questions of a lesson by their numbers in it; nothing is asked of the database where there is none."""
    return {part.number: _exercise(spot, part, lang, answered, is_original) for part in parts if part.asks}


def _exercise(spot: Spot, part: Part, lang: str, answered: Answered | None, is_original: bool) -> Exercise:
    quiz, _hash, key = part.asks.partition("#")
    outline = spot.place.outline
    activity = outline.find(quiz)
    if activity is None:
        raise Missing(f"quiz {quiz} of {outline.key}")
    fields = _named_as_in_a_quiz(answered) if answered and answered.is_to(part) else None
    alone = get_questionnaire(outline, activity).ask_alone(key, part.number, lang, fields)
    url = url_for("practising.practice", course=outline.key, activity=spot.activity.key)
    view = replace(alone.view, key=f"{part.number}-{key}")
    return Exercise(part.number, part.asks, view, url, fields is not None and not alone.is_answered, is_original)


def _named_as_in_a_quiz(answered: Answered) -> dict[str, list[str]]:
    """Return the fields of a form under the names that they have where a question stands only once on a page."""
    prefix = f"q-{answered.number}-"
    return {f"q-{name.removeprefix(prefix)}": values for name, values in answered.fields.items() if name.startswith(prefix)}

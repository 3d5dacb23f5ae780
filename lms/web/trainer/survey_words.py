"""What was said in a survey, in the words of a page: counts, numbers, places and texts, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.typed import number_text
from lms.domain.quizzes.survey_results import Result
from lms.kernel.localtext import Spoken
from lms.web.shell.languages import ui_language
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext
from lms.web.trainer.analysis_words import Group, Worded, groups_of

MOST_TEXTS = 1000  # texts of one question on a page; the rest is counted


@dataclass(frozen=True)
class PlaceView:
    """An item of an order: its mean place, and how many put it first."""

    words: Spoken
    mean: str
    firsts: int


@dataclass(frozen=True)
class ResultView:
    """A question as the page of results shows it; ``answered`` is empty where too few answered, and so is all the rest."""

    number: int
    text: Spoken
    answered: str
    groups: Sequence[Group] = ()
    texts: Sequence[Spoken] = ()
    left_out: int = 0
    numbers: Sequence[tuple[str, str]] = ()
    places: Sequence[PlaceView] = ()


def result_view(questionnaire: Questionnaire, result: Result, number: int, lang: str) -> ResultView:
    """Return what was said to a question, in the words of ``lang`` where the course has them."""
    worded = Worded.of(questionnaire, result.question.key, lang)
    if result.is_hidden:
        return ResultView(number, worded.text, "")
    return ResultView(
        number,
        worded.text,
        ngettext("%(num)s person", "%(num)s people", result.answered),
        groups_of(worded, result.rows, result.answered),
        [Spoken(text, language) for text, language in result.texts[:MOST_TEXTS]],
        len(result.texts[MOST_TEXTS:]),
        _numbers(result),
        [PlaceView(worded.answer(item.number), _mean(item.mean), item.firsts) for item in result.places],
    )


def _numbers(result: Result) -> list[tuple[str, str]]:
    if result.numbers is None:
        return []
    least, most = _number(result.numbers.least), _number(result.numbers.most)
    return [(_("Median"), _number(result.numbers.middle)), (_("Range"), _("%(least)s to %(most)s", least=least, most=most))]


def _number(value: Fraction) -> str:
    return number_text(value, ui_language())


def _mean(place: float) -> str:
    """Return a mean place with one digit, rounded down; a dash where nobody gave the item a place."""
    return number_text(Fraction(floor(place * 10 + 1e-9), 10), ui_language()) if place else "–"

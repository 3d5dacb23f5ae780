"""What is said of a question and of a quiz in item analysis: figures in words, answers as people read them, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.counting import AnswerCount
from lms.domain.questions.gap_texts import SIGN
from lms.domain.questions.kinds import gaps, matching
from lms.domain.questions.model import Question, answer_id, text_id
from lms.domain.quizzes.advice import HARD, Advice
from lms.domain.quizzes.analysis import ItemAnalysis
from lms.domain.quizzes.statistics import NoAlpha
from lms.kernel.localtext import Spoken
from lms.kernel.words import N_
from lms.platform.markdown import plain_text
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

MOST_ROWS = 200  # different answers to one question that are listed; the rest is counted

ADVICE = {
    Advice.OTHER_KEY: N_("Check the key: of the third that did best in the whole quiz, more answered “%(answer)s” than what is marked right."),
    Advice.NEGATIVE: N_("Check the key and the wording: who did well in the other questions did worse in this one."),
    Advice.HARD: N_("Only %(percent)s%% of the points were reached: check the key, and whether the lesson says what is asked here."),
    Advice.WEAK: N_("This question hardly tells who knows the subject from who does not: look whether it can be misunderstood, or guessed."),
    Advice.EASY: N_("Nearly everybody is right. Keep it if it is to encourage; otherwise ask for more."),
    Advice.UNCHOSEN: N_("Nobody chose “%(answers)s”: write something that somebody could believe, or leave it out."),
}
# Nunnally & Bernstein, Psychometric Theory, 3rd ed. 1994, ch. 7: 0.7 to begin with, 0.8 to compare groups, 0.9 to decide about people.
ALPHA = (
    (0.9, N_("Alpha is %(alpha)s: marks are certain enough to decide about single people.")),
    (0.8, N_("Alpha is %(alpha)s: good, the questions ask for the same thing.")),
    (0.7, N_("Alpha is %(alpha)s: enough to see who is ahead, not to decide about somebody by a few points.")),
    (0.0, N_("Alpha is %(alpha)s: low, so chance has much to say in the marks. More questions help, and mending the weak ones.")),
)
NEGATIVE_ALPHA = N_("Alpha is %(alpha)s: the questions do not go together. Look for a wrong key.")
NO_ALPHA = {
    NoAlpha.ONE_QUESTION: N_("Alpha cannot be computed: it takes two questions that are worth points."),
    NoAlpha.NO_DIFFERENCE: N_("Alpha cannot be computed: all have the same marks."),
}
# Ebel, Measuring Educational Achievement, 1965, gives these steps for telling apart good and weak questions.
DISCRIMINATION = (
    (0.4, N_("%(value)s: tells very well who knows the subject")),
    (0.3, N_("%(value)s: tells well who knows the subject")),
    (0.2, N_("%(value)s: tells fairly who knows the subject")),
    (0.0, N_("%(value)s: hardly tells who knows the subject")),
    (-2.0, N_("%(value)s: those who know the subject do worse")),
)


@dataclass(frozen=True)
class RowView:
    """One answer: its words, how often it was given, and what it is worth: right, partly, or wrong; ``percent`` of those who met the question."""

    words: Spoken
    count: int
    percent: int
    verdict: str
    worth: str


@dataclass(frozen=True)
class Group:
    """Answers that belong together: those to the question, to one gap, or for one left side."""

    caption: str
    subject: Spoken | None
    rows: Sequence[RowView]
    left_out: int


@dataclass(frozen=True)
class ItemView:
    """A question as the page shows it; ``facility`` in percent is the width of its bar, None where there is none."""

    number: int
    text: Spoken
    is_hidden: bool
    met: int
    facility: int | None
    facility_words: str
    discrimination: str
    seconds: str
    unanswered: str
    waiting: str
    advice: Sequence[str]
    groups: Sequence[Group]


def in_percent(share: float) -> str:
    """Return a share in percent, rounded down as all marks are."""
    return _("%(percent)s%%", percent=floor(share * 100 + 1e-9))


def figure(value: float) -> str:
    """Return a coefficient with two digits, with a real minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def about_alpha(alpha: float | None, why_not: NoAlpha | None) -> str:
    """Return what alpha says in words; empty where too few attempts are there to say anything."""
    if why_not is not None:
        return _(NO_ALPHA[why_not])
    if alpha is None:
        return ""
    sentence = next((words for least, words in ALPHA if alpha >= least), NEGATIVE_ALPHA)
    return _(sentence, alpha=figure(alpha))


def to_look_at(items: Sequence[ItemView]) -> list[ItemView]:
    """Return the questions of which something is advised."""
    return [item for item in items if item.advice]


def item_view(questionnaire: Questionnaire, item: ItemAnalysis, number: int, lang: str) -> ItemView:
    """Return what is known of a question, in the words of ``lang`` where the course has them."""
    worded = Worded.of(questionnaire, item.question.key, lang)
    unanswered = item.met - item.answered
    return ItemView(
        number,
        worded.text,
        item.is_hidden,
        item.met,
        None if item.facility is None else floor(item.facility * 100 + 1e-9),
        "" if item.facility is None else _("%(percent)s of the points on average", percent=in_percent(item.facility)),
        _discrimination(item),
        "" if item.seconds is None else _time(item.seconds),
        ngettext("%(num)s person did not answer", "%(num)s people did not answer", unanswered) if unanswered and not item.is_hidden else "",
        ngettext("%(num)s answer waits to be marked", "%(num)s answers wait to be marked", item.waiting) if item.waiting else "",
        [_advice(advice, item, worded) for advice in item.advice],
        groups_of(worded, item.rows, item.met),
    )


def _discrimination(item: ItemAnalysis) -> str:
    if item.facility is None:
        return ""
    if item.discrimination is None:
        return _("cannot be told: all have the same marks here, or in all other questions")
    sentence = next(words for least, words in DISCRIMINATION if item.discrimination >= least)
    return _(sentence, value=figure(item.discrimination))


def _time(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return _("%(minutes)s min %(seconds)s s", minutes=seconds // 60, seconds=seconds % 60)


def _advice(advice: Advice, item: ItemAnalysis, worded: "Worded") -> str:
    places: dict[str, object] = {}
    if advice is Advice.OTHER_KEY and item.preferred:
        places = {"answer": worded.words(item.preferred).text}
    if advice is Advice.HARD:
        places = {"percent": floor(min(item.facility or 0.0, HARD) * 100 + 1e-9)}
    if advice is Advice.UNCHOSEN:
        places = {"answers": _("”, “").join(worded.words(row).text for row in item.unchosen)}
    return _(ADVICE[advice], **places)


def groups_of(worded: "Worded", counted: Sequence[AnswerCount], met: int) -> list[Group]:
    """Return the answers by gap or left side; those to a question as a whole are one group. Percents are of ``met``."""
    kind = worded.question.kind
    by_part: dict[int, list[AnswerCount]] = {}
    for row in counted:
        part = (row.numbers[0] or 0) if kind == "matching" else row.gap
        by_part.setdefault(part, []).append(row)
    return [
        Group(
            _("Gap %(number)s", number=part) if kind == "gaps" else _("Paired with") if part else _("Answers"),
            worded.answer(part) if kind == "matching" else None,
            [_row(worded, row, met) for row in rows[:MOST_ROWS]],
            len(rows[MOST_ROWS:]),
        )
        for part, rows in by_part.items()
    ]


def _row(worded: "Worded", row: AnswerCount, met: int) -> RowView:
    verdict = "right" if row.share == 1 else "partly" if row.share else "wrong"
    worth = {"right": _("right"), "wrong": _("not right")}.get(verdict) or _("%(percent)s%% of the points", percent=floor(row.share * 100))
    return RowView(worded.words(row), row.count, floor(row.count * 100 / met), verdict, worth)


@dataclass(frozen=True)
class Worded:
    """A question in the words that are shown, and the language that they are in."""

    question: Question
    pieces: Mapping[str, str]
    lang: str

    @classmethod
    def of(cls, questionnaire: Questionnaire, key: str, lang: str) -> "Worded":
        """Return a question in ``lang`` where its words may be used, else in the source language."""
        wording, source = questionnaire.wordings.get(lang), questionnaire.wordings[questionnaire.source]
        if wording is None or lang == questionnaire.source or key not in wording.usable:
            return cls(source.quiz.by_key[key], source.pieces, questionnaire.source)
        return cls(wording.quiz.by_key[key], wording.pieces, lang)

    @property
    def text(self) -> Spoken:
        """The question in one line, gaps as their numbers."""
        return Spoken(SIGN.sub(r"[\1]", self._plain(text_id(self.question.key))), self.lang)

    def _plain(self, piece: str) -> str:
        return plain_text(self.pieces.get(piece, ""))

    def answer(self, number: int) -> Spoken:
        """Return an answer as it stands in the question."""
        return Spoken(self._plain(answer_id(self.question.key, number)), self.lang)

    def words(self, row: AnswerCount) -> Spoken:
        """Return an answer that was given as people read it."""
        if not row.numbers:
            return Spoken(row.typed, row.language)
        first = row.numbers[0] or 0
        match self.question.kind:
            case "truth":
                return Spoken(_("True") if first == 1 else _("False"), "")
            case "gaps":
                return Spoken(gaps.gaps_of(self.question)[row.gap - 1].alternatives[first - 1], self.lang)
            case "matching":
                return Spoken(matching.right_side(self.question.answer(row.numbers[1] or 0)), self.lang)
            case "ordering":
                return Spoken(" → ".join(self.answer(number).text if number else "–" for number in row.numbers), self.lang)
        return self.answer(first)

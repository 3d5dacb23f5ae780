"""What must hold of a quiz as a whole (course-format G10), and what can hardly be meant (§10)."""

from lms.domain.questions import typed
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Question, Quiz, Section
from lms.kernel.words import N_

FEWEST_TO_SUSPECT = 4  # single choices, before "the longest is right" is more than chance


def check_quiz(quiz: Quiz, findings: Findings, *, is_whole: bool) -> None:
    """Note what is wrong with a quiz as a whole.

    ``is_whole`` says that every question in the file could be read; else there is a question, if a broken one.
    """
    if is_whole and not any(question.is_marked for question in quiz.questions):
        findings.error(1, "no-questions", N_("there is no question here: write “## key”, a text and answers"))
    elif is_whole and quiz.mode == "test" and not any(question.points for question in quiz.questions if question.is_marked):
        findings.error(1, "no-points", N_("a test needs a question with points: ask one, or write mode: practice"))
    for section in quiz.sections:
        _check_section(section, findings)
        if quiz.mode == "survey":
            _check_draws_nothing(section, findings)
        else:
            _check_points(section, findings)
    _check_former_keys(quiz, findings)
    if quiz.mode != "survey":
        _check_lengths(quiz, findings)


def _check_section(section: Section, findings: Findings) -> None:
    marked = [question for question in section.questions if question.is_marked]
    if not section.questions and not section.text:
        findings.warning(
            section.line, "empty-section", N_("section “%(title)s” holds nothing"), title=section.title
        )
    if section.draw is None:
        return
    if section.draw > len(marked):
        findings.error(
            section.line,
            "draw-too-many",
            N_("section “%(title)s” draws %(draw)s questions, but has only %(number)s"),
            title=section.title,
            draw=section.draw,
            number=len(marked),
        )


def _check_draws_nothing(section: Section, findings: Findings) -> None:
    """Note a section of a survey that would ask some people one thing and some another: what they say is counted together."""
    if section.draw is not None:
        sentence = N_("section “%(title)s”: a survey asks everybody the same questions, so take draw out")
        findings.error(section.line, "setting-against-mode", sentence, title=section.title)


def _check_points(section: Section, findings: Findings) -> None:
    """Note the first question of a drawn section with other points: the percent would depend on luck (G10)."""
    marked = [question for question in section.questions if question.is_marked and section.draw is not None]
    for question in marked:
        if question.points != marked[0].points:
            findings.error(
                question.line,
                "draw-points",
                N_(
                    "questions of a drawn section have equal points: %(key)s has %(mine)s, %(other)s has %(theirs)s"
                ),
                key=question.key,
                mine=typed.number_text(question.points, "en"),
                other=marked[0].key,
                theirs=typed.number_text(marked[0].points, "en"),
            )
            return


def _check_former_keys(quiz: Quiz, findings: Findings) -> None:
    for question in quiz.questions:
        for former in question.formerly:
            if former in quiz.by_key:
                findings.error(
                    question.line,
                    "former-key-in-use",
                    N_("%(former)s cannot be a former key of %(key)s: a question is called so now"),
                    former=former,
                    key=question.key,
                )


def _check_lengths(quiz: Quiz, findings: Findings) -> None:
    """Warn when the right answer is the longest in every single choice of a quiz: people notice."""
    choices = [
        question for question in quiz.questions if question.kind == "single" and len(question.answers) > 2
    ]
    if len(choices) >= FEWEST_TO_SUSPECT and all(_is_longest_right(question) for question in choices):
        findings.warning(
            choices[0].line,
            "longest-right",
            N_("in every single choice of this quiz the longest answer is the right one"),
        )


def _is_longest_right(question: Question) -> bool:
    right = [len(answer.text) for answer in question.answers if answer.share == 1]
    wrong = [len(answer.text) for answer in question.answers if answer.share < 1]
    return bool(right and wrong) and min(right) > max(wrong)

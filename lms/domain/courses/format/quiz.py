"""The reader of quizzes: bytes in, a quiz and its problems out (course-format §7). Read line by line, never by the
Markdown library; every piece of text is cut out and left as it was written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lms.domain.courses.format.frontmatter import FrontMatter, split_front_matter
from lms.domain.courses.format.quiz_blocks import Block, read_block
from lms.domain.courses.format.quiz_front import read_front
from lms.domain.courses.format.quiz_gaps import check_places
from lms.domain.courses.format.quiz_lines import (
    FORMS,
    NONE,
    RUBRIC,
    Heading,
    read_heading,
    without_plain_answers,
)
from lms.domain.courses.format.quiz_pieces import checked, piece_of
from lms.domain.courses.format.quiz_settings import (
    Settings,
    check_settings_of_kind,
    read_draw,
    read_question_settings,
    refuse_in_translation,
)
from lms.domain.courses.format.quiz_slips import (
    report_lost_answers,
    report_lost_numbers,
    report_marks_in_order,
    report_small_call_outs,
)
from lms.domain.courses.format.quiz_zones import Line, veil
from lms.domain.questions.findings import Findings
from lms.domain.questions.kinds import KINDS, number, truth
from lms.domain.questions.model import Answer, Question, Quiz, Section, pieces
from lms.domain.questions.rules import check_quiz
from lms.kernel.digest import text_digest
from lms.kernel.keys import is_key
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_limits import SENTENCES, find_excess

MOST_BYTES = 256 * 1024
MOST_LINES = 20_000
MOST_REPEATED = 1024  # KB
MOST_HEADINGS = 1000
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,200}+\]")
FORMS_OF = {"essay": RUBRIC, "information": NONE, "reflection": NONE}
BY_FORM = {"round": "single", "square": "multiple", "numbers": "ordering", "pairs": "matching", "gaps": "gaps"}
# What a translation is told of its own; marks and numbers are compared with the source instead (T4).
TOLD_IN_TRANSLATIONS = ("same-answer", "unreachable-answer", "bad-truth", "not-a-number", "range-backwards", "bad-gap", "bad-rubric", "rubric-without-points")
# A survey has no marks, so nothing in it need be right.
OF_MARKS = ("no-right-answer", "full-marks-unreachable", "all-right", "several-right")


def read_quiz(
    path: str, body: bytes, *, translation: bool, problems: Problems, source: Quiz | None = None, is_checked: bool = False
) -> Quiz | None:
    """Return the quiz that a file holds, without the questions that are broken; None if it cannot be read at all.

    Everything wrong is noted in ``problems``. A translation takes the kinds that its ``source`` states, and the
    settings of each question from there (T5). What was published ``is_checked``: where gaps stand is not tried out again.
    """
    findings = Findings(path, problems)
    if len(body) > MOST_BYTES:
        findings.error(
            1, "too-large", N_("a quiz of more than %(most)s KB is not read"), most=MOST_BYTES // 1024
        )
        return None
    front = split_front_matter(path, body, problems)
    if front.broken and not front.text:
        return None
    settings = read_front(front, translation=translation, findings=findings)
    if _is_too_much(front, findings):
        return None
    veiled = veil(front.text, front.first_line, findings)
    _check_footnotes(veiled.lines, findings)
    report_small_call_outs(veiled.lines, findings)
    mode = source.mode if source else settings.fields.get("mode")
    reader = _Reader(
        findings, translation, source, front.text.split("\n"), front.first_line, is_survey=mode == "survey"
    )
    introduction, parts = _parts(veiled.lines, findings)
    sections = tuple(reader.sections(parts))
    quiz = Quiz(
        **settings.fields,
        introduction=checked(piece_of(introduction, findings), findings).text,
        sections=sections,
        definitions=veiled.definitions,
        blocks=reader.blocks,
        stamp=settings.stamp,
        file=path,
        digest=text_digest(body),
    )
    if _is_repeated_too_often(quiz, findings):
        return None
    if not is_checked:
        check_places(quiz, findings)
    if not translation:
        check_quiz(quiz, findings, is_whole=not reader.has_lost and len(quiz.questions) == len(quiz.blocks))
    return quiz


def _is_too_much(front: FrontMatter, findings: Findings) -> bool:
    """Note the limits that the text of a quiz breaks: it is looked at here, for reading it may take as long as rendering it."""
    if front.text.count("\n") > MOST_LINES:
        sentence = N_("a quiz of more than %(most)s lines is not read")
        findings.error(front.first_line + MOST_LINES, "too-large", sentence, most=MOST_LINES)
        return True
    excess = find_excess(without_plain_answers(front.text))
    for what, line, most in excess:
        findings.error(front.first_line + line - 1, what.value, SENTENCES[what], most=most)
    return bool(excess)


def _is_repeated_too_often(quiz: Quiz, findings: Findings) -> bool:
    """Note definitions that would be read so often that a quiz takes longer than its length: beneath each piece that uses them."""
    if not quiz.definitions or sum(map(len, pieces(quiz).values())) <= MOST_REPEATED * 1024:
        return False
    sentence = N_("the texts of this quiz, each with the definitions that it uses, hold more than %(most)s KB: use fewer definitions or shorter ones")
    findings.error(1, "too-large", sentence, most=MOST_REPEATED)
    return True


def _check_footnotes(lines: Sequence[Line], findings: Findings) -> None:
    for line in lines:
        if FOOTNOTE.search(line.bare):
            findings.error(
                line.number, "footnote", N_("a quiz has no footnotes: say it in the text or in feedback")
            )


def _parts(
    lines: Sequence[Line], findings: Findings
) -> tuple[Sequence[Line], list[tuple[Heading, Sequence[Line]]]]:
    """Return the introduction, and each heading with the lines beneath it."""
    headings = [
        (index, heading) for index, line in enumerate(lines) if (heading := read_heading(line, findings))
    ]
    if len(headings) > MOST_HEADINGS:
        line = headings[MOST_HEADINGS][1].line
        sentence = N_("a quiz has %(most)s sections and questions at most; from here on nothing is read")
        findings.error(line, "too-many-questions", sentence, most=MOST_HEADINGS)
        lines, headings = lines[: headings[MOST_HEADINGS][0]], headings[:MOST_HEADINGS]
    starts = [index for index, _ in headings]
    introduction = lines[: starts[0]] if starts else lines
    return introduction, [
        (heading, lines[index + 1 : end])
        for (index, heading), end in zip(headings, [*starts[1:], len(lines)], strict=False)
    ]


@dataclass
class _Reader:
    """Reads the sections and questions of one file; ``has_lost`` says that there was one which cannot be read."""

    findings: Findings
    translation: bool
    source: Quiz | None
    original: list[str]
    first_line: int
    is_survey: bool
    blocks: dict[str, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    has_lost: bool = False

    def sections(self, parts: Sequence[tuple[Heading, Sequence[Line]]]) -> Iterator[Section]:
        """Yield the sections; questions before the first heading of one are in a section without a title."""
        section, questions = Section("", line=self.first_line), list[Question]()
        for heading, lines in parts:
            if heading.level == 1:
                if questions:
                    yield replace(section, questions=tuple(questions))
                elif section.title:
                    yield section
                section, questions = self.section(heading, lines), []
            else:
                question = self.question(heading, lines)
                if question:
                    questions.append(question)
        if questions or section.title:
            yield replace(section, questions=tuple(questions))

    def section(self, heading: Heading, lines: Sequence[Line]) -> Section:
        """Return a section without its questions."""
        if not heading.text:
            self.findings.error(heading.line, "empty-title", N_("the section has no title: write “# Title”"))
        if self.translation:
            refuse_in_translation(heading.settings, heading.line, self.findings)
        draw = None if self.translation else read_draw(heading, self.findings)
        text = checked(piece_of(lines, self.findings), self.findings).text
        return Section(heading.text or "?", text, draw, line=heading.line)

    def question(self, heading: Heading, lines: Sequence[Line]) -> Question | None:
        """Return a question; None, with a finding, if it is broken."""
        if not self._take_key(heading):
            self.has_lost = True
            return None
        self.blocks[heading.text] = self._digest(heading.line, lines)
        twin = self.source.by_key.get(heading.text) if self.source else None
        if self.translation:
            refuse_in_translation(heading.settings, heading.line, self.findings)
            settings = Settings(kind=twin.settings.get("kind")) if twin else Settings()
        else:
            settings = read_question_settings(heading, self.findings)
        block = read_block(
            lines,
            forms=FORMS_OF.get(settings.kind or "", FORMS),
            findings=self.findings,
            with_gaps=settings.kind in (None, "gaps"),
            translation=self.translation,
        )
        for answer in block.answers:
            if self.translation and answer.fixed:
                refuse_in_translation(["fixed"], answer.line, self.findings)
        if not block.is_sound:
            return None
        kind = self._kind(heading, block, settings, lines)
        if kind is None:
            return None
        return self._finished(heading, kind, block, settings, twin)

    def _take_key(self, heading: Heading) -> bool:
        """Note a key that is none or stands here twice; tell whether the question may go by it."""
        key = heading.text
        if not is_key(key):
            self.findings.error(
                heading.line,
                "bad-key",
                N_(
                    "the heading of a question is its key, and “%(said)s” is none: small Latin letters, digits and hyphens, a letter first, like “## ladder-top”"
                ),
                said=key,
            )
            return False
        if key in self.keys:
            self.findings.error(
                heading.line,
                "duplicate-question",
                N_("question %(key)s stands here twice, first in line %(first)s"),
                key=key,
                first=self.keys[key],
            )
            return False
        self.keys[key] = heading.line
        return True

    def _digest(self, line: int, lines: Sequence[Line]) -> str:
        """Return 8 hex digits for the block of a question (T2): its heading and its lines, without blank ones at the end."""
        start = line - self.first_line
        block = "\n".join(self.original[start : start + 1 + len(lines)]).rstrip()
        return text_digest(block.encode())[:8]

    def _kind(self, heading: Heading, block: Block, settings: Settings, lines: Sequence[Line]) -> str | None:
        """Return the kind of a question: as stated, else by its answers (G6); None, with a finding, for none."""
        kind = settings.kind or _inferred(block)
        if block.has_gap:
            self.findings.error(
                heading.line,
                "gap-beside-answers",
                N_("question %(key)s has a gap {{…}} and answer lines: it can have one of them"),
                key=heading.text,
            )
            return None
        if settings.kind is None and kind == "information":
            are_meant, is_list = report_lost_answers(lines, self.findings)
            self.has_lost = self.has_lost or are_meant
            if is_list:
                return None
        if not self.translation:
            check_settings_of_kind(heading, kind, self.findings)
        form = block.form or "text"
        if form in KINDS[kind].forms:
            return kind
        if self.translation:
            return _inferred(block)  # told apart from the source where both are compared
        self._report_form(heading, kind, block)
        return None

    def _report_form(self, heading: Heading, kind: str, block: Block) -> None:
        if block.form is None:
            self.findings.error(
                heading.line,
                "no-answers",
                N_("question %(key)s of the kind %(kind)s has no answers"),
                key=heading.text,
                kind=kind,
            )
        else:
            self.findings.error(
                heading.line,
                "kind-against-form",
                N_("question %(key)s says kind=%(kind)s, but its answers are written as %(form)s"),
                key=heading.text,
                kind=kind,
                form=_inferred(block),
            )

    def _finished(
        self, heading: Heading, kind: str, block: Block, settings: Settings, twin: Question | None
    ) -> Question | None:
        """Return the question, checked by its kind."""
        own = Findings(self.findings.file, Problems())
        answers = KINDS[kind].read(block.answers, heading.line, own)
        others: Mapping[str, str] = twin.settings if twin else settings.others
        question = Question(
            heading.text,
            kind,
            twin.points if twin else settings.points if kind != "reflection" else Fraction(0),
            block.text,
            answers,
            block.feedback,
            others,
            twin.formerly if twin else settings.formerly,
            heading.line,
            self.blocks[heading.text],
        )
        is_sound = not own.problems.has_errors
        if is_sound:
            KINDS[kind].check(question, own)
            if kind == "short" and "kind" not in question.settings:
                report_lost_numbers(answers, own)
            if kind == "ordering":
                report_marks_in_order(answers, self.findings)
        self._tell(own.problems)
        if not block.text:
            self.findings.warning(
                heading.line,
                "no-text",
                N_("question %(key)s asks nothing: write its text above the answers"),
                key=heading.text,
            )
        return question if is_sound else None

    def _tell(self, found: Problems) -> None:
        """Pass on what a kind found; of a translation only what is its own fault, of a survey nothing about marks."""
        for problem in found.found:
            if self.is_survey and problem.code in OF_MARKS:
                continue
            if not self.translation or problem.code in TOLD_IN_TRANSLATIONS:
                note = self.findings.error if problem.severity == "error" else self.findings.warning
                note(problem.line, problem.code, problem.text, **problem.facts)


def _inferred(block: Block) -> str:
    """Return the kind of a question by the form of its answers (G6, G8)."""
    if block.form == "equals":
        return _of_equals(block.answers)
    return BY_FORM[block.form] if block.form else "information"


def _of_equals(answers: Sequence[Answer]) -> str:
    answers = tuple(answers)
    if truth.is_written_so(answers):
        return "truth"
    return "number" if number.is_written_so(answers) else "short"

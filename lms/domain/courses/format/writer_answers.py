"""Adds a text that is accepted to a question of a quiz, and leaves every other byte as its author wrote it (course-format N7).

What was typed is plain text: whatever in it would mean something in a file is escaped, and the result is read again. It is
refused if that does not give exactly this text, or if anything else of the quiz would change.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lms.domain.courses.format.frontmatter import in_lf
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.quiz_gaps import GAP
from lms.domain.courses.format.quiz_zones import veil
from lms.domain.courses.format.writer import Unwritable, decoded, line_end_of
from lms.domain.questions.findings import Findings
from lms.domain.questions.gap_texts import Gap, read_gap
from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import Answer, Question, Quiz
from lms.domain.questions.typed import fits, has_star, normalised, parts_of, unescaped
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused

SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
RISKY = re.compile(r"[\\*{}\[\]<>`$|!#=_~&]")
LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


def accept_text(body: bytes, path: str, key: str, text: str, *, gap: int = 0) -> bytes:
    """Return a quiz in whose question ``key`` (or in the gap of it with this number) a text is accepted as right, too."""
    text = " ".join(text.split())
    before = _read(body, path)
    question = before.by_key.get(key)
    if question is None or not text or (not gap and _is_right_already(question, text)):
        raise Refused(Unwritable.ABSENT)
    for escaped in dict.fromkeys((RISKY.sub(r"\\\g<0>", text), SIGNS.sub(r"\\\g<0>", text))):
        for changed in _written(body, question, escaped, gap):
            if _is_meant(before, path, changed, question, text, gap):
                return changed
    raise Refused(Unwritable.CHANGES_MORE)


def _is_right_already(question: Question, text: str) -> bool:
    return question.kind == "short" and mark_question(question, Given(text, ""), {}).share == 1


def _read(body: bytes, path: str) -> Quiz:
    problems = Problems()
    quiz = read_quiz(path, body, translation=False, problems=problems)
    if quiz is None or problems.has_errors:
        raise Refused(Unwritable.BROKEN)
    return quiz


def _written(body: bytes, question: Question, escaped: str, gap: int) -> Iterator[bytes]:
    """Yield the file with the text added, the best place first."""
    lines = LINES.split(decoded(body))
    if question.kind == "short" and not gap:
        for place in _places(lines, question, escaped):
            yield _with_line(lines, place, f"= {escaped}", decoded(body))
    elif question.kind == "gaps" and 0 < gap <= len(question.answers):
        found = _filled(lines, question, question.answers[gap - 1], escaped, gap)
        if found is not None:
            yield found


def _places(lines: list[str], question: Question, escaped: str) -> Iterator[int]:
    """Yield before which line a text may stand: at the end, for the first one is what is shown as right; but before what swallows it."""
    case = question.settings.get("case") == "yes"
    swallows = next((each for each in question.answers if fits(parts_of(each.plain, case=case), normalised(unescaped(escaped), case=case))), None)
    if swallows is None:
        yield _end_of(lines, question.answers[-1])
    for answer in (*([swallows] if swallows else ()), question.answers[0]):
        yield answer.line - 1


def _end_of(lines: list[str], answer: Answer) -> int:
    """Return the place of the first line that does not belong to an answer any more: what belongs to it is indented."""
    end = answer.line
    for place in range(answer.line, len(lines)):
        line = lines[place].rstrip("\r\n")
        if line.strip() and not line.startswith(("  ", "\t", " \t")):
            break
        if line.strip():
            end = place + 1
    return end


def _with_line(lines: list[str], place: int, line: str, whole: str) -> bytes:
    end = line_end_of(whole)
    above = list(lines[:place])
    if above and not above[-1].endswith(("\n", "\r")):
        return "".join([*above, end, line, *lines[place:]]).encode()
    return "".join([*above, line, end, *lines[place:]]).encode()


def _filled(lines: list[str], question: Question, answer: Answer, escaped: str, gap: int) -> bytes | None:
    """Return the file with another text in one gap, which is the so-and-so-many-th of its question."""
    top = question.line - 1
    text = in_lf("".join(lines[top:]))
    number = 0
    for offset, line in enumerate(veil(text, 1, Findings("", Problems())).lines):
        for found in GAP.finditer(line.bare):
            number += 1
            if number == gap:
                return _put_into(lines, top + offset, len(line.bare) - found.end("inner"), answer.plain, escaped)
    return None


def _put_into(lines: list[str], place: int, from_end: int, inner: str, escaped: str) -> bytes | None:
    """Return the file with the text behind the last one of a gap; a gap that holds one text alone gets the sign that it needs."""
    content = lines[place].rstrip("\r\n")
    ending = lines[place][len(content) :]
    end = len(content) - from_end
    start = content.rfind(inner.strip(), 0, end)
    is_gap = read_gap(inner)
    if start < 0 or not isinstance(is_gap, Gap) or not is_gap.is_typed:
        return None
    sign = "" if inner.lstrip().startswith("=") else "="
    changed = f"{content[:start]}{sign}{content[start:end]}|={escaped}{content[end:]}{ending}"
    return "".join([*lines[:place], changed, *lines[place + 1 :]]).encode()


def _is_meant(before: Quiz, path: str, changed: bytes, question: Question, text: str, gap: int) -> bool:
    """Tell whether a changed file says the same as before, and that this very text is accepted too."""
    problems = Problems()
    after = read_quiz(path, changed, translation=False, problems=problems)
    if after is None or problems.has_errors or question.key not in after.by_key:
        return False
    return _bare(after, question.key) == _bare(before, question.key) and _has_more(question, after.by_key[question.key], text, gap)


def _bare(quiz: Quiz, but: str) -> Quiz:
    """Return a quiz without what only says where something stands, and without the answers of one question."""
    sections = tuple(
        replace(section, line=0, questions=tuple(_bare_question(each, without_answers=each.key == but) for each in section.questions))
        for section in quiz.sections
    )
    return replace(quiz, sections=sections, blocks=dict.fromkeys(quiz.blocks, ""), digest="")


def _bare_question(question: Question, *, without_answers: bool) -> Question:
    answers = () if without_answers else tuple(replace(each, line=0) for each in question.answers)
    return replace(question, line=0, digest="", answers=answers)


def _has_more(before: Question, after: Question, text: str, gap: int) -> bool:
    if gap:
        pairs = list(zip(before.answers, after.answers, strict=False))
        same = all(was.plain == is_.plain for was, is_ in pairs if was.number != gap)
        was, is_ = (read_gap(each.answers[gap - 1].plain) for each in (before, after))
        if not (same and len(before.answers) == len(after.answers) and isinstance(was, Gap) and isinstance(is_, Gap)):
            return False
        return is_.is_typed and is_.texts[:-1] == was.texts and _is_plain(is_.texts[-1], text)
    new = [_as_said(each) for each in after.answers]
    added = next((place for place, each in enumerate(new) if place >= len(before.answers) or each != _as_said(before.answers[place])), len(new))
    if added == len(new) or new[:added] + new[added + 1 :] != [_as_said(each) for each in before.answers]:
        return False
    made = after.answers[added]
    return made.share == 1 and not made.feedback and _is_plain(made.plain, text)


def _as_said(answer: Answer) -> Answer:
    return replace(answer, line=0, number=0)


def _is_plain(written: str, text: str) -> bool:
    return not has_star(written) and " ".join(unescaped(written).split()) == text

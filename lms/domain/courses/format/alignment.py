"""Does a translation have the blocks of its source, in the same order (course-format T2)?

Marks of passages that are out of date, notes and originals go by the places of blocks, and a block that nobody translated
is shown nowhere, so this is said whatever the stamps say. The questions of quizzes are compared elsewhere, one by one.
"""

from itertools import takewhile

from lms.domain.courses.format.blocks import Block
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap
from lms.kernel.problems import Problems
from lms.kernel.words import N_

NOT_SHOWN = "definition"  # the targets of links and the meanings of abbreviations: a translation may need others
TOLD_ALREADY = frozenset({"scenes-differ", "choices-differ", "no-scenes", "scene-without-key"})
MOST = 40  # signs of a block that are quoted


def check_blocks(course_map: CourseMap, problems: Problems) -> None:
    """Note which translations of lessons and cards have other blocks than their source; once for each."""
    source = course_map.course.source
    told = {problem.file for problem in problems.found if problem.code in TOLD_ALREADY}
    for (key, lang), lesson in course_map.lessons.items():
        original = course_map.lessons.get((key, source))
        if lang != source and original and lesson.path not in told:
            report_blocks(original, lesson, source, problems)
    for (name, card, lang), document in course_map.cards.documents.items():
        original = course_map.cards.documents.get((name, card, source))
        if lang != source and original:
            report_blocks(original, document, source, problems)


def report_blocks(source: Lesson, translation: Lesson, language: str, problems: Problems) -> None:
    """Note the first place in which the blocks differ, unless the source has been divided anew since (it is stale then)."""
    theirs, mine = _shown(source), _shown(translation)
    stamp = translation.stamp
    is_divided_anew = stamp and stamp.digest not in (None, source.digest) and len(stamp.blocks) != len(source.blocks)
    kinds = [block.kind for block in theirs], [block.kind for block in mine]
    if is_divided_anew or not theirs or not mine or kinds[0] == kinds[1]:
        return
    before = _alike(*kinds)
    after = min(_alike(kinds[0][::-1], kinds[1][::-1]), min(len(theirs), len(mine)) - before)
    lacking, many = len(theirs) - before - after, len(mine) - before - after
    there = theirs[min(before, len(theirs) - 1)]
    line = mine[before].first_line if before < len(mine) else mine[-1].last_line
    facts = {"begins": _beginning(there), "there": there.first_line, "language": language}
    if not many and lacking == 1:
        sentence = N_("a block is missing here that %(language)s has (about line %(there)s there, “%(begins)s”): translate it, and put it into the same place")
    elif not many:
        sentence = N_("%(count)s blocks are missing here that %(language)s has (about line %(there)s there, “%(begins)s”): translate them, and put them into the same place")
    elif not lacking:
        sentence = N_("here stands more than in %(language)s: take it out, or put it into %(language)s too (about line %(there)s there)")
    else:
        sentence = N_("from here on the blocks are not those of %(language)s, which has “%(begins)s” here (line %(there)s there): put the same blocks in the same order")
    problems.warning(translation.path, line, "blocks-differ", sentence, count=lacking, **facts)


def _shown(lesson: Lesson) -> list[Block]:
    return [block for block in lesson.blocks if block.kind != NOT_SHOWN]


def _alike(these: list[str], those: list[str]) -> int:
    """Return how many kinds at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(these, those, strict=False)))


def _beginning(block: Block) -> str:
    first = block.text.strip().partition("\n")[0]
    return first if len(first) <= MOST else f"{first[:MOST].rstrip()}…"

"""Everything that is wrong with a course, at once (course-format §10)."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from lms.domain.courses.format.alignment import check_blocks
from lms.domain.courses.format.card_checker import check_cards, known_paths
from lms.domain.courses.format.frontmatter import FrontMatter, split_front_matter
from lms.domain.courses.format.library import (
    CourseMap,
    document_path,
    documents_of,
    is_foreign,
    languages_of,
    module_path,
    read_course,
)
from lms.domain.courses.format.media import CAPTIONS, fault_in_captions, needs_twin
from lms.domain.courses.format.outline_reader import read_tree
from lms.domain.courses.format.outline_rules import check_outline
from lms.domain.courses.format.prose import check_pictures_and_links, check_text
from lms.domain.courses.format.quiz_lines import without_plain_answers
from lms.domain.courses.format.quiz_zones import veil
from lms.domain.courses.format.references import References
from lms.domain.courses.format.scenario_rules import check_scenarios, scenes_of
from lms.domain.courses.format.targets import Targets
from lms.domain.courses.format.translations import report_freshness, report_yaml
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Quiz
from lms.kernel.problems import Problem, Problems
from lms.kernel.words import N_
from lms.platform.markdown_targets import suffix_of

MOST_BESIDE = 50
FOLDERS = {name: place for place, name in enumerate(("modules", "quizzes", "content"))}


def check_course(key: str, files: Mapping[str, bytes], today: date) -> tuple[CourseMap | None, Problems]:
    """Return a course out of its files and everything that is wrong with it; None where its outline cannot be read."""
    course_map, problems = read_course(key, files)
    if course_map is not None:
        problems.add(check(course_map, today))
    return course_map, problems


def check_documents(
    key: str, files: Mapping[str, bytes], today: date, *, read: Collection[str], is_meant: Callable[[str], bool]
) -> tuple[CourseMap | None, Problems]:
    """Return a course of which only some documents are read, and what is wrong with the files that are meant."""
    course_map, problems = read_course(key, files, read)
    if course_map is not None:
        _check_documents(course_map, problems)
        check_scenarios(course_map, problems)
        check_blocks(course_map, problems)
        _check_reviews(course_map, today, problems)
        used: set[str] = set()
        _check_targets(course_map, used, problems)
        check_cards(course_map, today, used, problems)
        _check_twins(course_map, used, problems)
        _check_captions(course_map, problems)
    return course_map, problems.of_files(is_meant)


def check(course_map: CourseMap, today: date) -> Problems:
    """Return what does not hold between the files of a course that was read."""
    problems = Problems()
    passes = {
        key: quiz.pass_mark is not None
        for (key, lang), quiz in course_map.quizzes.items()
        if lang == course_map.course.source
    }
    check_outline(course_map.course, problems, passes, course_map.unread_modules)
    _check_documents(course_map, problems)
    _check_surveys(course_map, problems)
    check_scenarios(course_map, problems)
    check_blocks(course_map, problems)
    _check_reviews(course_map, today, problems)
    _check_yaml(course_map, problems)
    used: set[str] = set()
    _check_targets(course_map, used, problems)
    check_cards(course_map, today, used, problems)
    _check_twins(course_map, used, problems)
    _check_captions(course_map, problems)
    if not course_map.unread_modules:  # they may refer to anything
        _check_unused(course_map, used, problems)
    return problems


def _check_documents(course_map: CourseMap, problems: Problems) -> None:
    """Note documents that are missing or out of date: an error in the source language, a warning in the others (T3)."""
    course = course_map.course
    lines = {
        activity.key: (module.file, activity.line)
        for module in course.modules
        for activity in module.activities
    } | {key: (module.file, module.lines.get("trainer", 1)) for module in course.modules for key in module.trainer}
    for key, is_quiz in dict.fromkeys(documents_of(course)):
        source = document_path(course.key, key, course.source, is_quiz=is_quiz)
        if source not in course_map.files:
            file, line = lines.get(key, (course.file, 1))
            near = _guess_document(course_map, source)
            sentence = N_("there is no file %(path)s: is %(near)s meant?") if near else N_("there is no file %(path)s")
            problems.error(file, line, "missing-document", sentence, path=source, near=near)
            continue
        for lang in course.translations:
            path = document_path(course.key, key, lang, is_quiz=is_quiz)
            if path not in course_map.files:
                sentence = N_("not translated into %(language)s: it is shown in %(source)s")
                problems.warning(
                    source, 1, "missing-translation", sentence, language=lang, source=course.source
                )
            elif (key, lang) in course_map.lessons or (key, lang) in course_map.quizzes:
                report_freshness(path, course_map.freshness_of(key, lang), problems)


def _guess_document(course_map: CourseMap, path: str) -> str:
    """Return the key of the file beside ``path`` to which nothing refers and that is written most like it, or nothing."""
    folder, _, name = path.rpartition("/")
    known = {key for key, _ in documents_of(course_map.course)}
    beside = [there.removeprefix(f"{folder}/").removesuffix(".md") for there in course_map.files if there.startswith(f"{folder}/") and there.endswith(".md")]
    unknown = [key for key in beside if "/" not in key and key not in known]
    return next(iter(get_close_matches(name.removesuffix(".md")[:80], unknown[:MOST_BESIDE], 1, 0.75)), "")


def _check_surveys(course_map: CourseMap, problems: Problems) -> None:
    """Note a survey whose file is a quiz, and the reverse (G10)."""
    course = course_map.course
    for module in course.modules:
        for activity in module.activities:
            quiz = course_map.quizzes.get((activity.key, course.source))
            if quiz and (quiz.mode == "survey") != (activity.kind == "survey"):
                sentence = N_("%(key)s is a %(kind)s here, but its file says mode: %(mode)s")
                facts = {"key": activity.key, "kind": activity.kind, "mode": quiz.mode}
                problems.error(module.file, activity.line, "survey-mode", sentence, **facts)


def _check_reviews(course_map: CourseMap, today: date, problems: Problems) -> None:
    for lesson in course_map.lessons.values():
        if lesson.review and lesson.review < today:
            sentence = N_("this should have been reviewed by %(day)s")
            problems.warning(
                lesson.path,
                lesson.lines.get("review", 1),
                "review-overdue",
                sentence,
                day=lesson.review.isoformat(),
            )


def _check_yaml(course_map: CourseMap, problems: Problems) -> None:
    """Note which texts of the YAML files are not translated or out of date."""
    course = course_map.course
    for path in [course.file, *(module.file for module in course.modules)]:
        tree = read_tree(path, course_map.files[path], Problems())
        if tree is not None:
            report_yaml(path, tree, course.source, course.translations, problems)


def _check_targets(course_map: CourseMap, used: set[str], problems: Problems) -> None:
    targets = Targets(course_map, problems, used)
    for (_, lang), lesson in course_map.lessons.items():
        targets.check(lesson.path, lang, lesson.references)
    for (_, lang), quiz in course_map.quizzes.items():
        _check_quiz_text(course_map, quiz, lang, targets, problems)
        for question in quiz.questions if lang == course_map.course.source else ():
            if question.settings.get("see"):
                targets.check_see(quiz.file, lang, question.line, question.settings["see"])
    for key in {key for key, _ in course_map.lessons}:
        _check_names_agree(course_map, key, problems)


def _check_quiz_text(
    course_map: CourseMap, quiz: Quiz, lang: str, targets: Targets, problems: Problems
) -> None:
    """Note what is wrong with the texts of a quiz as Markdown; its grammar is the reader's own business."""
    front = split_front_matter(quiz.file, course_map.files[quiz.file], Problems())
    body, first_line = without_plain_answers(front.text), front.first_line
    references = References(body, first_line)
    found = Problems()
    check_text(quiz.file, body, first_line, found)
    if found.found:
        open_zones = _open_zones(quiz, front)
        found = found.those(lambda problem: not _is_of_open_zone(problem) or problem.line not in open_zones)
    problems.add(found)
    check_pictures_and_links(quiz.file, references, problems)
    targets.check(quiz.file, lang, references)


def _open_zones(quiz: Quiz, front: FrontMatter) -> set[int]:
    """Return the lines of code and comments without an end, of which the reader of quizzes has told (G2)."""
    told = Problems()
    veil(front.text, front.first_line, Findings(quiz.file, told))
    return {problem.line for problem in told.found}


def _is_of_open_zone(problem: Problem) -> bool:
    return problem.code == "fence-open" or problem.facts.get("tag") == "<!--"


def _check_names_agree(course_map: CourseMap, key: str, problems: Problems) -> None:
    """Note link targets of the source that a current translation lacks: they are equal in all languages (L2)."""
    course = course_map.course
    source = course_map.lessons.get((key, course.source))
    if source is None:
        return
    scenes = scenes_of(course_map, key)  # those are compared one by one
    for lang in course.translations:
        lesson = course_map.lessons.get((key, lang))
        if lesson is None or course_map.state_of(key, lang) == "stale":
            continue
        mine = {name for name, _ in lesson.references.targets}
        for name, line in source.references.targets:
            if name not in mine | scenes:
                sentence = N_("the link target {#%(name)s} of the source (line %(there)s) is missing here")
                problems.warning(lesson.path, 1, "targets-differ", sentence, name=name, there=line)


def _check_twins(course_map: CourseMap, used: set[str], problems: Problems) -> None:
    """Ask for twins of what holds words, in every language that lacks one (L3)."""
    course = course_map.course
    folder = f"content/{course.key}/media/"
    for path in sorted(used):
        rest = path.removeprefix(folder)
        if "/" in rest and rest.partition("/")[0] in languages_of(course):
            continue
        if not needs_twin(path, course_map.files[path]):
            continue
        for lang in course.translations:
            if f"{folder}{lang}/{rest}" not in course_map.files:
                sentence = N_(
                    "this holds words, and there is no twin for %(language)s: media/%(language)s/%(rest)s"
                )
                problems.warning(path, 1, "missing-twin", sentence, language=lang, rest=rest)


def _check_captions(course_map: CourseMap, problems: Problems) -> None:
    """Note captions of which a browser would show nothing."""
    for path, body in course_map.media.items():
        fault = fault_in_captions(body) if suffix_of(path) in CAPTIONS else None
        if fault:
            problems.error(path, fault[0], "bad-captions", fault[1])


def _check_unused(course_map: CourseMap, used: set[str], problems: Problems) -> None:
    """Note files that nothing refers to (T1)."""
    course = course_map.course
    known = {course.file} | used | {module_path(course.key, name) for name in course_map.module_keys}
    for lang in languages_of(course):
        known |= {
            document_path(course.key, key, lang, is_quiz=is_quiz) for key, is_quiz in documents_of(course)
        }
    known |= {lesson.path for lesson in course_map.lessons.values()} | known_paths(course_map)
    for path in sorted(course_map.files.keys() - known):
        if is_foreign(course.key, path):
            continue  # told already
        if path.startswith(f"content/{course.key}/media/"):
            sentence = N_("nothing shows this file")
            problems.warning(path, 1, "unused-media", sentence)
        else:
            problems.warning(path, 1, "unused-file", N_("nothing in the course refers to this file"))


def check_uids(courses: Iterable[CourseMap]) -> Problems:
    """Return a problem for each course of a library whose uid another one has already (N3)."""
    problems = Problems()
    first: dict[str, str] = {}
    for course_map in courses:
        course = course_map.course
        if course.uid and course.uid in first:
            sentence = N_("this uid is that of the course %(other)s: every course has its own")
            problems.error(
                course.file, course.lines.get("uid", 1), "duplicate-uid", sentence, other=first[course.uid]
            )
        first.setdefault(course.uid, course.key)
    return problems


def causes_first(found: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order in which they are best mended: what a course consists of, its quizzes, then its texts.

    A slip in an outline or a quiz makes texts wrong that lead to it; within a folder the order stays.
    """
    return sorted(found, key=lambda problem: FOLDERS.get(problem.file.partition("/")[0], len(FOLDERS)))


def as_json(found: Iterable[Problem]) -> str:
    """Return problems as a JSON list of objects, in the form that programs read (§10)."""
    rows = [
        {
            "file": each.file,
            "line": each.line,
            "severity": each.severity,
            "code": each.code,
            "message": each.message,
        }
        for each in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)

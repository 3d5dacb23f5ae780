"""A whole course out of its files: outline, documents, quizzes and how its translations stand (course-format §1)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lms.domain.courses.format.cards import Cards, read_cards
from lms.domain.courses.format.lesson import Lesson, read_lesson
from lms.domain.courses.format.media import find_media
from lms.domain.courses.format.outline import Activity, Course, Module
from lms.domain.courses.format.outline_reader import read_module, read_outline
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.quiz_compare import Comparison, compare_quizzes
from lms.domain.courses.format.translations import MISSING, Freshness, lesson_freshness, quiz_freshness
from lms.domain.questions.model import Quiz
from lms.kernel.keys import is_key
from lms.kernel.problems import Problems
from lms.kernel.words import N_

PATH = re.compile(r"(?:modules|content|quizzes)/(?P<course>[^/]+)/[^\x00-\x1f\x7f\\]+")
Place = tuple[str, str]


@dataclass(frozen=True)
class CourseMap:
    """A course as it was read. Lessons and quizzes are found by their key and language.

    ``lessons`` holds every document in Markdown, ``trainer`` the keys of those that only trainers may see. ``files``
    are the bytes by path, ``cards`` its sets of cards. ``module_keys`` are the modules that the course names, those that cannot be read included.
    """

    course: Course
    lessons: Mapping[Place, Lesson]
    quizzes: Mapping[Place, Quiz]
    comparisons: Mapping[Place, Comparison] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    module_keys: tuple[str, ...] = ()
    cards: Cards = field(default_factory=Cards)

    @property
    def paths(self) -> frozenset[str]:
        """Every path of the map."""
        return frozenset(self.files)

    @cached_property
    def unread_modules(self) -> frozenset[str]:
        """The keys of modules that the course names and that could not be read; whatever is missing may be in them."""
        return frozenset(self.module_keys) - {module.key for module in self.course.modules}

    @cached_property
    def trainer(self) -> frozenset[str]:
        """The keys of the documents that only trainers may see."""
        return frozenset(key for module in self.course.modules for key in module.trainer)

    @cached_property
    def media(self) -> Mapping[str, bytes]:
        """The media of the course by path."""
        folder = f"content/{self.course.key}/media/"
        return {path: body for path, body in self.files.items() if path.startswith(folder)}

    def media_path(self, target: str, lang: str) -> str | None:
        """Return the path that ``media/x.svg`` means in a language, its twin if there is one; None if it is missing."""
        return find_media(self.files, self.course.key, target, lang)

    def path_of(self, activity: Activity, lang: str) -> str:
        """Return the path at which the document of an activity lies in a language."""
        return document_path(self.course.key, activity.key, lang, is_quiz=activity.is_questionnaire)

    def title_of(self, key: str, lang: str) -> tuple[str, str]:
        """Return the title of a document in ``lang``, or in the source where it is missing there, and its language."""
        for each in (lang, self.course.source):
            found = self.lessons.get((key, each)) or self.quizzes.get((key, each))
            if found and found.title:
                return found.title, each
        return key, self.course.source

    def source_lesson(self, key: str) -> Lesson:
        """Return a document in the source language; its key must be known."""
        return self.lessons[key, self.course.source]

    def freshness_of(self, key: str, lang: str) -> Freshness:
        """Return how a document in ``lang`` stands to its source; the source itself is current."""
        source = self.course.source
        lesson, quiz = self.lessons.get((key, lang)), self.quizzes.get((key, lang))
        if lesson is None and quiz is None:
            return MISSING
        if lang == source:
            return Freshness("current")
        if lesson and (key, source) in self.lessons:
            return lesson_freshness(self.lessons[key, source], lesson)
        if quiz and (key, source) in self.quizzes:
            return quiz_freshness(self.quizzes[key, source], quiz)
        return MISSING

    def state_of(self, key: str, lang: str) -> str:
        """Return ``missing``, ``stale`` or ``current`` (T3)."""
        return self.freshness_of(key, lang).state

    def usable_questions(self, key: str, lang: str) -> frozenset[str]:
        """Return the questions of a quiz whose words in ``lang`` may be shown; the others fall back to the source (T4)."""
        if (key, lang) in self.comparisons:
            return self.comparisons[key, lang].usable
        quiz = self.quizzes.get((key, lang))
        return frozenset(quiz.by_key) if quiz else frozenset()


def document_path(course: str, key: str, lang: str, *, is_quiz: bool) -> str:
    """Return the path of a document or quiz in a language (§1)."""
    return f"{'quizzes' if is_quiz else 'content'}/{course}/{lang}/{key}.md"


def module_path(course: str, key: str) -> str:
    """Return the path of a module file, or with the key ``course`` that of the course itself (§1)."""
    return f"modules/{course}/{key}.yaml"


def read_course(key: str, files: Mapping[str, bytes], only: Collection[str] | None = None) -> tuple[CourseMap | None, Problems]:
    """Return a course out of its files by path, and what is wrong in each file; None if its outline cannot be read.

    What must hold between files is looked at by ``checker.check``, except that translated quizzes are compared here.
    ``only`` names the documents that are to be read where the others are known not to matter.
    """
    problems = Problems()
    _check_paths(key, files, problems)
    path = module_path(key, "course")
    if not is_key(key):
        sentence = N_(
            "“%(key)s” is no key of a course: small Latin letters, digits and hyphens, a letter first, 63 at most"
        )
        problems.error(path, 1, "bad-key", sentence, key=key)
    if path not in files:
        problems.error(path, 1, "missing-course", N_("there is no course.yaml: every course has one"))
        return None, problems
    course, names = read_outline(key, path, files[path], problems)
    if course is None:
        return None, problems
    course = replace(course, modules=tuple(_modules(course, names, files, problems)))
    return _read_documents(CourseMap(course, {}, {}, files=files, module_keys=names), only, problems), problems


def read_again(known: CourseMap, files: Mapping[str, bytes], only: Collection[str]) -> CourseMap:
    """Return a course with the same outline and other words in these documents of it: those that were published, say."""
    return _read_documents(replace(known, files=files), only, Problems())


def _read_documents(outline: CourseMap, only: Collection[str] | None, problems: Problems) -> CourseMap:
    course, files = outline.course, outline.files
    lessons: dict[Place, Lesson] = {}
    quizzes: dict[Place, Quiz] = {}
    comparisons: dict[Place, Comparison] = {}
    for document, is_quiz in documents_of(course):
        if only is not None and document not in only:
            continue
        if is_quiz:
            _read_quizzes(course, document, files, quizzes, comparisons, problems)
        else:
            _read_lessons(course, document, files, lessons, problems)
    _read_transcripts(course, files, lessons, problems)
    return replace(outline, lessons=lessons, quizzes=quizzes, comparisons=comparisons, cards=read_cards(course, files, problems))


def documents_of(course: Course) -> Iterator[tuple[str, bool]]:
    """Yield the key of every document that the outline names, and whether it is a quiz file."""
    for activity in course.activities:
        yield activity.key, activity.is_questionnaire
        if activity.review and activity.review.rubric:
            yield activity.review.rubric, False
    for module in course.modules:
        yield from ((key, False) for key in module.trainer)


def languages_of(course: Course) -> tuple[str, ...]:
    """Return the languages of a course, the source first."""
    return (course.source, *course.translations)


def _modules(
    course: Course, names: tuple[str, ...], files: Mapping[str, bytes], problems: Problems
) -> Iterator[Module]:
    for name in names:
        path = module_path(course.key, name)
        if path not in files:
            line = course.lines.get("modules", 1)
            problems.error(
                course.file,
                line,
                "missing-module",
                N_("there is no file %(path)s for this module"),
                path=path,
            )
            continue
        module = read_module(name, path, files[path], course.source, problems)
        if module:
            yield module


def _read_lessons(
    course: Course, key: str, files: Mapping[str, bytes], lessons: dict[Place, Lesson], problems: Problems
) -> None:
    for lang in languages_of(course):
        path = document_path(course.key, key, lang, is_quiz=False)
        if path in files and (key, lang) not in lessons:
            lesson = read_lesson(path, files[path], problems, translation=lang != course.source)
            if lesson:
                lessons[key, lang] = lesson


def _read_quizzes(
    course: Course,
    key: str,
    files: Mapping[str, bytes],
    quizzes: dict[Place, Quiz],
    comparisons: dict[Place, Comparison],
    problems: Problems,
) -> None:
    source: Quiz | None = None
    for lang in languages_of(course):
        path = document_path(course.key, key, lang, is_quiz=True)
        if path not in files or (key, lang) in quizzes:
            continue
        is_translation = lang != course.source
        quiz = read_quiz(path, files[path], translation=is_translation, problems=problems, source=source)
        if quiz is None:
            continue
        quizzes[key, lang] = quiz
        if not is_translation:
            source = quiz
        elif source:
            comparisons[key, lang] = compare_quizzes(source, quiz, problems)


def _read_transcripts(
    course: Course, files: Mapping[str, bytes], lessons: dict[Place, Lesson], problems: Problems
) -> None:
    """Read the documents that films and sounds name as their transcripts."""
    for lesson in list(lessons.values()):
        for reference in lesson.references.all:
            key = reference.attributes.get("transcript")
            if key:
                _read_lessons(course, key, files, lessons, problems)


def is_foreign(key: str, path: str) -> bool:
    """Tell whether a path is none of a course (§1)."""
    match = PATH.fullmatch(path)
    return match is None or match["course"] != key


def _check_paths(key: str, files: Mapping[str, bytes], problems: Problems) -> None:
    """Note paths that are none of this course, or that some systems cannot tell apart (N1)."""
    seen: dict[str, str] = {}
    for path in sorted(files):
        if is_foreign(key, path):
            problems.error(
                path, 1, "foreign-path", N_("this file does not belong to the course %(course)s"), course=key
            )
        folded = unicodedata.normalize("NFKC", path).casefold()
        if folded in seen:
            problems.error(
                path,
                1,
                "name-clash",
                N_("some systems cannot tell this name from %(other)s"),
                other=seen[folded],
            )
        seen.setdefault(folded, path)

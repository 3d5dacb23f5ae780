"""Makes from a course map everything that is served: the outline, the lessons and the pieces of the quizzes.

It is done once, at publication. Every page is kept by the digest of all that it depends on: the renderer, the
language, the document, and what its links and pictures resolved to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lms.domain.courses import outline as outlines
from lms.domain.courses.digests import page_digest
from lms.domain.courses.format import outline as written
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.outline import (
    Activity,
    CertificateTerms,
    CompletionRule,
    Document,
    Module,
    Outline,
    QuizTerms,
)
from lms.domain.questions.model import Quiz, pieces
from lms.kernel.localtext import LocalText
from lms.platform.markdown import Resolved, Target, linked, render, target_id

MEDIA_TYPES = {
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".vtt": "text/vtt",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}

Known = Mapping[str, Activity]


@dataclass(frozen=True)
class Made:
    """A page as it is kept: its digest, kind, body, and plain text for searching."""

    digest: str
    kind: str
    body: str
    text: str


@dataclass
class Signposts:
    """Says where links and pictures of a document lead, and remembers what it said: the page depends on it."""

    course_map: CourseMap
    digests: Mapping[str, str]
    lang: str
    said: set[str] = field(default_factory=set)

    def __call__(self, kind: Target, target: str) -> Resolved | None:
        """Return where a target is, or None where nothing is there."""
        found = self._media(target) if kind in ("media", "link") else self._activity(target)
        self.said.add(f"{kind} {target} {found}")
        return found

    def _media(self, target: str) -> Resolved | None:
        path = self.course_map.media_path(target, self.lang)
        if path is None:
            return None
        return Resolved(f"/media/{self.digests[path]}/{path.rpartition('/')[2]}")

    def _activity(self, target: str) -> Resolved | None:
        key, _hash, anchor = target.partition("#")
        activity = self.course_map.course.find_activity(key)
        if activity is None or not activity.is_served:
            return None
        title, lang = self.course_map.title_of(key, self.lang)
        fragment = f"#{target_id(key, anchor)}" if anchor else ""
        return Resolved(f"/learn/{self.course_map.course.key}/{key}/{fragment}", title, lang)


def compile_course(course_map: CourseMap, digests: Mapping[str, str], whole: str, known: Known = MappingProxyType({})) -> tuple[Made, ...]:
    """Return every page of a course: lessons and quizzes in each language in which they are there, and the outline.

    Activities that are ``known`` have their pages already, and stand in the outline as they are.
    """
    made: dict[tuple[str, str], Made] = {}
    for _number, _module, activity in course_map.course.numbered():
        for lang in course_map.course.languages if activity.key not in known else ():
            page = _page(course_map, digests, activity, lang)
            if page:
                made[activity.key, lang] = page
    outline = _outline(course_map, digests, made, known)
    body = outlines.to_json(outline)
    return (*made.values(), Made(page_digest("outline", whole), "outline", body, ""))


def _page(course_map: CourseMap, digests: Mapping[str, str], activity: written.Activity, lang: str) -> Made | None:
    posts = Signposts(course_map, digests, lang)
    if activity.is_questionnaire:
        quiz = course_map.quizzes.get((activity.key, lang))
        return _quiz_page(course_map, quiz, activity.key, posts, digests) if quiz else None
    lesson = course_map.lessons.get((activity.key, lang))
    if lesson is None:
        return None
    rendered = render(lesson.text, document=activity.key, resolve=posts, lang=lang)
    checked = course_map.source_lesson(activity.key).checked
    body = _json({"html": rendered.html, "sources": _sources(course_map, activity.key), "checked": checked.isoformat() if checked else None})
    return Made(_digest("lesson", lang, digests[lesson.path], posts, body), "lesson", body, rendered.text)


def _sources(course_map: CourseMap, key: str) -> list[str]:
    return [linked(source) for source in course_map.source_lesson(key).sources]


def _quiz_page(course_map: CourseMap, quiz: Quiz, key: str, posts: Signposts, digests: Mapping[str, str]) -> Made:
    texts = pieces(quiz)
    rendered = {name: render(text, document=f"{key}-{_plain(name)}", resolve=posts, lang=posts.lang).html for name, text in texts.items()}
    usable = sorted(course_map.usable_questions(key, posts.lang))
    body = _json({"pieces": rendered, "usable": usable})
    return Made(_digest("quiz", posts.lang, digests[quiz.file], posts, body), "quiz", body, "")


def _plain(name: str) -> str:
    return name.replace("/", "-")


def _digest(kind: str, lang: str, document: str, posts: Signposts, body: str) -> str:
    return page_digest(kind, lang, document, *sorted(posts.said), body)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _outline(course_map: CourseMap, digests: Mapping[str, str], made: Mapping[tuple[str, str], Made], known: Known) -> Outline:
    course = course_map.course
    numbers = {activity.key: number for number, _module, activity in course.numbered()}
    modules = tuple(
        Module(
            module.key,
            place,
            module.title,
            dict(module.outcomes),
            module.after,
            tuple(
                known.get(activity.key) or _activity(course_map, digests, made, activity, numbers[activity.key])
                for activity in module.activities
                if activity.is_served
            ),
            module.check_first,
            module.formerly,
        )
        for place, module in enumerate(course.modules, 1)
    )
    nothing = LocalText({}, course.source)
    return Outline(
        key=course.key,
        uid=course.uid,
        title=course.title,
        summary=course.summary or nothing,
        audience=course.audience or nothing,
        source=course.source,
        languages=course.languages,
        level=course.level or "",
        hours=str(course.hours) if course.hours is not None else "",
        licence=course.licence or "",
        credits=course.credits,
        open=course.open,
        modules=modules,
        completion=CompletionRule(course.completion.activities, course.completion.score, dict(course.completion.quizzes or {})),
        certificate=_certificate(course),
        kind=course.kind,
    )


def _certificate(course: written.Course) -> CertificateTerms | None:
    terms = course.certificate
    return CertificateTerms(terms.title, dict(terms.outcomes), terms.valid_months) if terms else None


def _activity(
    course_map: CourseMap, digests: Mapping[str, str], made: Mapping[tuple[str, str], Made], activity: written.Activity, number: str
) -> Activity:
    source = course_map.course.source
    quiz = course_map.quizzes.get((activity.key, source))
    documents = {
        lang: Document(digests[course_map.path_of(activity, lang)], made[activity.key, lang].digest, course_map.state_of(activity.key, lang))
        for lang in course_map.course.languages
        if (activity.key, lang) in made
    }
    titles = {lang: course_map.title_of(activity.key, lang)[0] for lang in documents}
    return Activity(
        activity.key,
        activity.kind,
        number,
        LocalText(titles, source),
        activity.minutes,
        activity.required,
        activity.formerly,
        documents,
        _terms(quiz) if quiz else None,
    )


def _terms(quiz: Quiz) -> QuizTerms:
    return QuizTerms(quiz.mode, quiz.pass_mark, quiz.attempts, quiz.minutes, quiz.grading, quiz.show_answers, quiz.length)

"""Makes from a course map everything that is served: the outline, the lessons and the pieces of the quizzes.

It is done once, at publication. Every page is kept by the digest of all that it depends on: the renderer, the
language, the document, and what its links and pictures resolved to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lms.domain.courses import outline as outlines
from lms.domain.courses.compiling_cards import CompiledCards, compile_cards, find_card, home_of
from lms.domain.courses.compiling_scenario import compile_scenario
from lms.domain.courses.digests import page_digest
from lms.domain.courses.drift import lesson_text, original_questions
from lms.domain.courses.films import about_file, captions_of, is_captions, transcript_of
from lms.domain.courses.format import outline as written
from lms.domain.courses.format.cards import GLOSSARY
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.translations import Freshness
from lms.domain.courses.outline import (
    Activity,
    CertificateTerms,
    CompletionRule,
    Document,
    Handout,
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
    ".oga": "audio/ogg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}


@dataclass(frozen=True)
class Known:
    """The activities, documents for trainers and sets of cards, by key, whose pages are there already."""

    activities: Mapping[str, Activity] = field(default_factory=dict)
    handouts: Mapping[str, Handout] = field(default_factory=dict)
    sets: Mapping[str, outlines.CardSet] = field(default_factory=dict)


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
    asks: bool = False  # whether questions are answered in the text itself
    said: set[str] = field(default_factory=set)
    is_transcript: bool = False  # shows none of its own: it could hold itself

    def __call__(self, kind: Target, target: str) -> Resolved | None:
        """Return where a target is, or None where nothing is there."""
        if kind == "transcript":
            found = self._activity(target) or self._transcript(target)
        else:
            found = self._media(kind, target) if kind in ("media", "link") else self._activity(target)
        if found and kind == "question" and self.asks and self._may_be_asked(target):
            found = replace(found, asks=True)
        self.said.add(f"{kind} {target} {found}")
        return found

    def _media(self, kind: Target, target: str) -> Resolved | None:
        path = self.course_map.media_path(target, self.lang)
        if path is None:
            return None
        if is_captions(path) and kind == "media":
            return captions_of(self.course_map, target, self.lang, self._address)
        return Resolved(self._address(path), about=about_file(self.course_map, path, self.lang) if kind == "link" else "")

    def _address(self, path: str) -> str:
        return f"/media/{self.digests[path]}/{path.rpartition('/')[2]}"

    def _transcript(self, key: str) -> Resolved | None:
        found = None if self.is_transcript else transcript_of(self.course_map, key, self.lang)
        if found is None:
            return None
        lesson, lang = found
        within = Signposts(self.course_map, self.digests, lang, said=self.said, is_transcript=True)
        return Resolved("", lesson.title, lang, html=render(lesson.text, document=f"transcript-{key}", resolve=within, lang=lang).html)

    def _activity(self, target: str) -> Resolved | None:
        if ":" in target:
            return find_card(self.course_map, target, self.lang)
        key, _hash, anchor = target.partition("#")
        activity = self.course_map.course.find_activity(key)
        if activity is None or not activity.is_served:
            return None
        title, lang = self.course_map.title_of(key, self.lang)
        fragment = f"#{target_id(key, anchor)}" if anchor else ""
        return Resolved(f"{home_of(self.course_map.course)}{key}/{fragment}", title, lang)

    def _may_be_asked(self, target: str) -> bool:
        key, _hash, name = target.partition("#")
        quiz = self.course_map.quizzes.get((key, self.course_map.course.source))
        return quiz is not None and quiz.mode == "practice" and name in quiz.by_key and quiz.by_key[name].is_marked


def compile_course(course_map: CourseMap, digests: Mapping[str, str], whole: str, known: Known | None = None) -> tuple[Made, ...]:
    """Return every page of a course: lessons, scenarios and quizzes in each language in which they are there, cards, and the outline.

    What is ``known`` has its pages already, and stands in the outline as it is.
    """
    known = known or Known()
    made: dict[tuple[str, str], Made] = {}
    cards = compile_cards(course_map, lambda lang: Signposts(course_map, digests, lang), known.sets)
    sets = {place: Made(page_digest("cards", place[1], page.body), "cards", page.body, page.text) for place, page in cards.pages.items()}
    for _number, _module, activity in course_map.course.numbered():
        for lang in course_map.course.languages if activity.key not in known.activities else ():
            page = _page(course_map, digests, activity, lang, cards)
            if page:
                made[activity.key, lang] = page
    for key in sorted(course_map.trainer - known.handouts.keys()):
        for lang in course_map.course.languages:
            page = _lesson_page(course_map, digests, key, *_posts(course_map, digests, lang))
            if page:
                made[key, lang] = replace(page, text="")  # what nobody finds by searching, nobody finds by mistake
    outline = replace(_outline(course_map, digests, made, known), sets=_sets(course_map, cards, sets, known))
    body = outlines.to_json(outline)
    return (*made.values(), *sets.values(), Made(page_digest("outline", whole), "outline", body, ""))


def _sets(course_map: CourseMap, cards: CompiledCards, made: Mapping[tuple[str, str], Made], known: Known) -> tuple[outlines.CardSet, ...]:
    """Return the sets that have cards, as the outline names them."""
    languages, found = course_map.course.languages, []
    for each in course_map.cards.sets.values():
        pages = {lang: made[each.key, lang].digest for lang in languages if (each.key, lang) in made}
        if each.key in known.sets:
            found.append(known.sets[each.key])
        elif pages:
            found.append(outlines.CardSet(each.key, each.title, cards.pages[each.key, languages[0]].cards, pages, each.key == GLOSSARY))
    return tuple(found)


def _posts(course_map: CourseMap, digests: Mapping[str, str], lang: str) -> tuple[Signposts, Signposts]:
    """Return who says where the links of a document lead, and those of its original."""
    return Signposts(course_map, digests, lang), Signposts(course_map, digests, course_map.course.source)


def _page(course_map: CourseMap, digests: Mapping[str, str], activity: written.Activity, lang: str, cards: CompiledCards) -> Made | None:
    posts, there = _posts(course_map, digests, lang)
    if activity.is_questionnaire:
        quiz = course_map.quizzes.get((activity.key, lang))
        return _quiz_page(course_map, quiz, activity.key, posts, there, digests) if quiz else None
    if activity.kind == "scenario":
        return _scenario_page(course_map, digests, activity.key, posts)
    return _lesson_page(course_map, digests, activity.key, replace(posts, asks=True), there, cards)


def _scenario_page(course_map: CourseMap, digests: Mapping[str, str], key: str, posts: Signposts) -> Made | None:
    lesson = course_map.lessons.get((key, posts.lang))
    told = compile_scenario(course_map, key, posts.lang, posts) if lesson else None
    if lesson is None or told is None:
        return None
    body = _json(told.body | _facts(course_map, key))
    return Made(_digest("scenario", posts.lang, digests[lesson.path], posts, body), "scenario", body, told.text)


def _lesson_page(
    course_map: CourseMap, digests: Mapping[str, str], key: str, posts: Signposts, there: Signposts, cards: CompiledCards | None = None
) -> Made | None:
    lesson = course_map.lessons.get((key, posts.lang))
    if lesson is None:
        return None
    text = lesson_text(course_map, key, posts.lang, posts, there, cards.terms.get(posts.lang) if cards else None)
    explained = cards.explain(posts.lang, text.terms) if cards else []
    body = _json({"html": text.html, "originals": text.originals, "is_behind": text.is_behind, "terms": explained} | _facts(course_map, key))
    return Made(_digest("lesson", posts.lang, digests[lesson.path], posts, body), "lesson", body, text.text)


def _facts(course_map: CourseMap, key: str) -> dict[str, Any]:
    """Return the sources of a document, when its facts were checked, and when they are to be looked at again.

    Whether that is overdue shows when it is read.
    """
    source = course_map.source_lesson(key)
    dates = {name: day.isoformat() if day else None for name, day in (("checked", source.checked), ("review", source.review))}
    return {"sources": [linked(each) for each in source.sources], **dates}


def _quiz_page(course_map: CourseMap, quiz: Quiz, key: str, posts: Signposts, there: Signposts, digests: Mapping[str, str]) -> Made:
    texts = pieces(quiz)
    rendered = {name: render(text, document=f"{key}-{_plain(name)}", resolve=posts, lang=posts.lang).html for name, text in texts.items()}
    usable = sorted(course_map.usable_questions(key, posts.lang))
    body = _json({"pieces": rendered, "usable": usable, "originals": original_questions(course_map, key, posts.lang, there)})
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
                known.activities.get(activity.key) or _activity(course_map, digests, made, activity, numbers[activity.key])
                for activity in module.activities
                if activity.is_served
            ),
            module.check_first,
            module.formerly,
            tuple(known.handouts.get(key) or _handout(course_map, digests, made, key) for key in module.trainer),
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
        formerly=course.formerly,
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
        lang: _document(digests[course_map.path_of(activity, lang)], made[activity.key, lang].digest, course_map.freshness_of(activity.key, lang))
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


def _document(file: str, page: str, found: Freshness) -> Document:
    return Document(file, page, found.state, len(found.blocks), found.whole, found.machine)


def _handout(course_map: CourseMap, digests: Mapping[str, str], made: Mapping[tuple[str, str], Made], key: str) -> Handout:
    documents = {
        lang: _document(digests[course_map.lessons[key, lang].path], made[key, lang].digest, course_map.freshness_of(key, lang))
        for lang in course_map.course.languages
        if (key, lang) in made
    }
    titles = {lang: course_map.title_of(key, lang)[0] for lang in documents}
    return Handout(key, LocalText(titles, course_map.course.source), course_map.source_lesson(key).slides, documents)


def _terms(quiz: Quiz) -> QuizTerms:
    return QuizTerms(quiz.mode, quiz.pass_mark, quiz.attempts, quiz.minutes, quiz.grading, quiz.show_answers, quiz.length)

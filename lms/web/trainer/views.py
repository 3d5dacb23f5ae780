"""The trainer's pack of a course: the documents that only those see who teach it, to read, to print and to show as slides."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from lms.domain.courses.outline import Activity, Handout, Outline
from lms.domain.courses.queries import Published, find_published, get_outline, teaches
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.courses.rules import which_edition
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.quizzes.typed_answers import is_typed
from lms.kernel.localtext import Spoken
from lms.kernel.refusals import Missing
from lms.web.learner.addresses import page_of
from lms.web.learner.lessons import LessonText, handout_text
from lms.web.learner.pages import Notice
from lms.web.learner.reading import language_notices
from lms.web.shell.guards import may
from lms.web.shell.languages import course_language

blueprint = Blueprint("trainer", __name__, template_folder="templates")


@dataclass(frozen=True)
class Pack:
    """A course with whoever asks for what it holds for trainers."""

    published: Published
    outline: Outline
    relations: frozenset[Relation]

    @property
    def lang(self) -> str:
        """The language in which the course is read."""
        return course_language(self.outline.languages, self.outline.source)


@dataclass(frozen=True)
class Leaf:
    """One document of the pack."""

    pack: Pack
    handout: Handout

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course."""
        return self.pack.relations


@dataclass(frozen=True)
class Line:
    """A document in the list of the pack."""

    title: Spoken
    url: str
    slides: bool


@dataclass(frozen=True)
class HandoutPage:
    """A document for trainers; ``text`` has a part for each slide where it is a set of slides."""

    title: Spoken
    course: Spoken
    course_url: str
    pack_url: str
    slides: bool
    notices: Sequence[Notice]
    text: LessonText


def load_pack(asking: Visitor | None, course: str) -> Pack:
    """Return a course as it is offered now, and whether somebody teaches it."""
    published = find_published(course)
    if published is None:
        raise Missing(f"course {course}")
    is_staff = asking is not None and not asking.is_guest and teaches(asking.id, published.course_id)
    outline = get_outline(which_edition(newest=published.map_digest))
    return Pack(published, outline, frozenset({Relation.TEACHES} if is_staff else ()))


def load_leaf(asking: Visitor | None, course: str, document: str) -> Leaf:
    """Return a document of the pack."""
    pack = load_pack(asking, course)
    found = pack.outline.find_handout(document)
    if found is None:
        raise Missing(f"handout {course}/{document}")
    return Leaf(pack, found)


@blueprint.get("/teaching/courses/<string(maxlength=63):course>/")
@may(Permission.SEE_HANDOUTS, of=load_pack)
def pack(loaded: Pack) -> str:
    """List the documents of a course for trainers, by module."""
    outline, lang = loaded.outline, loaded.lang
    modules = [(module.number, module.title.in_(lang), [_line(outline, each, lang) for each in module.trainer]) for module in outline.modules if module.trainer]
    typed = [(each.title.in_(lang), url_for("keys.answers", course=outline.key, quiz=each.key)) for each in outline.activities if _is_typed(outline, each)]
    has_quizzes = any(each.quiz for each in outline.activities) and not outline.is_guide
    analysis_url = url_for("analysis.quizzes", course=outline.key) if has_quizzes else ""
    return render_template("trainer/pack.html", course=outline.title.in_(lang), course_url=page_of(outline), modules=modules, typed=typed, analysis_url=analysis_url)


def _is_typed(outline: Outline, activity: Activity) -> bool:
    return activity.quiz is not None and activity.quiz.mode != "survey" and is_typed(get_questionnaire(outline, activity))


@blueprint.get("/teaching/courses/<string(maxlength=63):course>/<string(maxlength=63):document>/")
@may(Permission.SEE_HANDOUTS, of=load_leaf)
def document(loaded: Leaf) -> str:
    """Show a document for trainers; a set of slides as its slides, one after the other, with the speaker's notes."""
    outline, handout = loaded.pack.outline, loaded.handout
    lang = handout.language(loaded.pack.lang)
    page = HandoutPage(
        handout.title.in_(lang),
        outline.title.in_(loaded.pack.lang),
        page_of(outline),
        url_for("trainer.pack", course=outline.key),
        handout.slides,
        language_notices(handout, loaded.pack.lang, lang, is_behind=handout.documents[lang].state == "stale"),
        handout_text(handout, lang),
    )
    return render_template("trainer/document.html", page=page)


def _line(outline: Outline, handout: Handout, lang: str) -> Line:
    return Line(handout.title.in_(lang), url_for("trainer.document", course=outline.key, document=handout.key), handout.slides)

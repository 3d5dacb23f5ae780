"""The letter about a notice, in the language of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from lms.domain.courses.notices import find_notice
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.people.queries import find_addressee
from lms.kernel.localtext import LocalText
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter
from lms.web.shell.languages import speak
from lms.web.shell.templates import day
from lms.web.shell.words import gettext as _


def write(facts: Mapping[str, Any]) -> Letter | None:
    """Write the letter about a notice in the reader's language; None where it was taken back, or nobody is there to read it."""
    notice, reader = find_notice(facts["notice"]), find_addressee(facts["person"])
    course = find_published(notice.course_key) if notice else None
    if notice is None or reader is None or course is None:
        return None
    language = reader.language or str(current_app.config["LANGUAGES"][0])
    speak(language)
    outline = get_outline(course.map_digest)
    title, said = outline.title.in_(language), LocalText(notice.texts, outline.source).in_(language)
    why = _("You get this letter because you hold its certificate.") if facts["holds"] else _("You get this letter because you follow this course.")
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("Something has changed in “%(course)s”", course=title.text),
        paragraphs=(_("What you read in the course “%(course)s” is to be read with this in mind:", course=title.text), f"{day(notice.day)}: {said.text}"),
        link=address_of("public.course_page", course=notice.course_key),
        link_says=_("Open the course"),
        after=(why,),
    )

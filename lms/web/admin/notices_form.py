"""The form of a notice: about what, since when, in each language of the course, and to whom it is sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.domain.courses.notices import LONGEST
from lms.domain.courses.outline import Activity, Outline
from lms.web.shell.languages import own_name, ui_language
from lms.web.shell.lists import Choice
from lms.web.shell.words import gettext as _

NO_DAY = _l("Enter a day, as in 2027-03-01.")


class Day(DateField):
    """A day as browsers send it; what is none is said in a sentence of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, if anything was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DAY) from error


class NoticeForm(Form):
    """What everybody should know; the fields of its text are made for the languages of the course."""

    activity = Choice(_l("What is it about?"))
    day = Day(_l("Since when does it hold?"), [InputRequired(NO_DAY)])
    to_holders = BooleanField(_l("Also write to everybody who holds a certificate of this course"))

    languages: tuple[str, ...] = ()

    @classmethod
    def empty(cls, outline: Outline, today: date) -> "NoticeForm":
        """Return the form as it is first shown."""
        return _for(outline)(None, day=today)._offering(outline)

    @classmethod
    def sent(cls, outline: Outline, fields: MultiDict[str, str]) -> "NoticeForm":
        """Return the form as it was sent."""
        return _for(outline)(fields)._offering(outline)

    def _offering(self, outline: Outline) -> "NoticeForm":
        language = ui_language()
        self.activity.choices = [SelectChoice("", _("The whole course")), *(_choice(each, language) for each in outline.activities)]
        self.activity.data = self.activity.data or ""
        return self

    def texts(self) -> list[tuple[str, Any]]:
        """Return the fields of the text with their languages, the source first."""
        return [(language, self[field_of(language)]) for language in self.languages]

    def said(self) -> dict[str, Any]:
        """Return what was filled in, as the use case takes it."""
        texts: Mapping[str, str] = {language: field.data or "" for language, field in self.texts()}
        return {"day": self.day.data, "texts": texts, "activity": self.activity.data or None, "to_holders": self.to_holders.data}

    def refuse(self, language: str, sentence: str) -> None:
        """Say at the text in this language why the notice was refused."""
        self[field_of(language)].errors = [sentence]


def _choice(activity: Activity, language: str) -> SelectChoice:
    title = activity.title.in_(language)
    tongue = {} if title.lang == language else {"lang": title.lang}
    return SelectChoice(activity.key, f"{activity.number} {title.text}", render_kw=tongue)


def field_of(language: str) -> str:
    """Return the name of the field of the text in a language."""
    return f"text_{language.replace('-', '_')}"


def _for(outline: Outline) -> type[NoticeForm]:
    """Return the form with a field for the text in each language of a course."""
    languages = (outline.source, *(language for language in outline.languages if language != outline.source))
    too_long = _l("This is too long: %(most)s signs at most.", most=LONGEST)
    fields = {field_of(each): TextAreaField(_l("What should people know? (%(language)s)", language=own_name(each)), [Length(max=LONGEST, message=too_long)]) for each in languages}
    return type("NoticeFormOfCourse", (NoticeForm,), {**fields, "languages": languages})

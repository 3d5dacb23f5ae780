"""The form of the site's settings: one field for each, and one for each language where people read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, Field, Form, StringField, TextAreaField, URLField

from lms.domain.site.phrases import NAMES, SENTENCES
from lms.domain.site.settings import LONGEST_TEXT, SETTINGS, Site, zones
from lms.kernel.localtext import LocalText
from lms.kernel.words import N_
from lms.settings import PREFIX
from lms.web.shell.languages import own_name
from lms.web.shell.lists import Choice, options
from lms.web.shell.words import gettext as _

LOCAL = ("responsible_unit", "enforcement_body", "privacy_name")
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (N_("The site"), "", ("site_name", "timezone")),
    (N_("Who runs it"), N_("People read this at the foot of pages and in the accessibility statement."), ("responsible_unit", "contact_address")),
    (N_("New accounts"), "", ("registration_open", "mail_domains")),
    (N_("Accessibility"), N_("The accessibility statement says this."), ("days_to_answer", "enforcement_body", "enforcement_link")),
    (N_("Data protection"), N_("People read this where the site says what is stored, and in their profile."), ("privacy_name", "privacy_email")),
)
HINTS = {
    "site_name": N_("It stands at the top of every page, in letters and on certificates, on those that were issued before as well."),
    "timezone": N_("For people who have not chosen one, and for the days on certificates."),
    "mail_domains": N_("One on each line, as in example.org. Leave it empty to let people with any address register."),
    "days_to_answer": N_("From 1 to 90."),
    "enforcement_link": N_("It begins with https://."),
}


@dataclass(frozen=True)
class Place:
    """A setting on the page: its fields, or what the operator has fixed and by which name."""

    name: str
    fields: tuple[tuple[Field, str], ...]  # each with the language in which it is written, or none
    hint: str
    fixed_by: str
    fixed_value: str


class SettingsForm(Form):
    """All settings that can be changed in the browser."""

    site_name = StringField(_l("Name of the site"))
    timezone = Choice(_l("Time zone"))
    contact_address = EmailField(_l("E-mail address"))
    registration_open = BooleanField(_l("People can make an account for themselves"))
    mail_domains = TextAreaField(_l("Domains whose addresses may register"))
    days_to_answer = StringField(_l("Working days within which a reported barrier is answered"))
    enforcement_link = URLField(_l("Address of its page"))
    privacy_email = EmailField(_l("E-mail address"))

    @classmethod
    def of(cls, site: Site) -> "SettingsForm":
        """Return the form filled in with the site as it is."""
        values = {name: getattr(site, name) for name in SETTINGS}
        flat = {f"{name}_{tag}": text for name in LOCAL for tag, text in _texts(values.pop(name)).items()}
        values["mail_domains"] = "\n".join(site.mail_domains)
        return _with_languages(cls)(None, **values, **flat)

    @classmethod
    def sent(cls, sent: MultiDict[str, str]) -> "SettingsForm":
        """Return the form as it was sent."""
        return _with_languages(cls)(sent)

    def __init__(self, *arguments: Any, **values: Any) -> None:
        """Offer every time zone."""
        super().__init__(*arguments, **values)
        self.timezone.choices = options({name: name for name in sorted(zones())})

    def wanted(self, fixed: Collection[str]) -> dict[str, Any]:
        """Return the value of every setting that can be changed, and say beside its field what is wrong with it."""
        self.validate()
        found = {name: self._value(name) for name in SETTINGS if name not in fixed}
        for name, value in found.items():
            setting = SETTINGS[name]
            reason = setting.why_not(setting.tidy(value))
            if reason:
                self._at_fault(name).errors = [_(SENTENCES[reason])]
        for name in fixed:
            if name in self:
                self[name].errors = []  # what cannot be changed here cannot be wrong
        return found

    def _value(self, name: str) -> Any:
        if name in LOCAL:
            return {tag: self[f"{name}_{tag}"].data or "" for tag in tags()}
        data = self[name].data
        if name == "mail_domains":
            return (data or "").replace(",", "\n").split("\n")
        if name == "days_to_answer":
            text = (data or "").strip()
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        return data if isinstance(data, bool) else data or ""

    def _at_fault(self, name: str) -> Field:
        if name not in LOCAL:
            return self[name]
        long = [tag for tag in tags() if len(self[f"{name}_{tag}"].data or "") > LONGEST_TEXT]
        return self[f"{name}_{(long or tags())[0]}"]

    def places(self, names: Sequence[str], fixed: Collection[str]) -> list[Place]:
        """Return some settings as the page shows them."""
        return [self._place(name, name in fixed) for name in names]

    def _place(self, name: str, is_fixed: bool) -> Place:
        own = tuple((self[f"{name}_{tag}"], tag) for tag in tags()) if name in LOCAL else ((self[name], ""),)
        hint = _(HINTS[name]) if name in HINTS else ""
        fixed_by = f"{PREFIX}{name.upper()}" if is_fixed else ""
        return Place(_(NAMES[name]), own, hint, fixed_by, str(current_value(name)) if is_fixed else "")


def current_value(name: str) -> Any:
    """Return what the operator has fixed a setting to."""
    return getattr(current_app.extensions["settings"], name)


def tags() -> tuple[str, ...]:
    """Return the languages in which the site speaks."""
    found: tuple[str, ...] = current_app.config["LANGUAGES"]
    return found


def _texts(text: LocalText) -> Mapping[str, str]:
    return text.by_language


def _with_languages(form: type[SettingsForm]) -> type[SettingsForm]:
    """Return the form with a field for each language of what people read in it."""
    places = {(name, tag): f"{name}_{tag}" for name in LOCAL for tag in tags()}
    fields = {called: StringField(_in_language(name, tag)) for (name, tag), called in places.items()}
    return type("SettingsForm", (form,), fields)


def _in_language(name: str, tag: str) -> str:
    return _("%(what)s (%(language)s)", what=_(NAMES[name]), language=own_name(tag))

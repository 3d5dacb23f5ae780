"""What the administration says of people and of what was done to them, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from lms.domain.people.directory import State
from lms.domain.people.phrases import LOOKING
from lms.domain.phrases import ACTS
from lms.domain.records.queries import Done, Somebody
from lms.domain.site.phrases import NAMES
from lms.kernel.words import N_
from lms.web.shell.words import gettext as _

ROLES = {"learner": N_("Learner"), "trainer": N_("Trainer"), "admin": N_("Administrator")}
STATES = {
    State.ACTIVE: N_("Active"),
    State.NEVER: N_("Never signed in"),
    State.SUSPENDED: N_("Suspended"),
}
# The names of what an act has changed, and the words for values that are keys.
CHANGED = {
    "role": N_("Role"),
    "reason": N_("Reason"),
    "value": N_("Value"),
    "certificate": N_("Number"),
    "by": N_("How"),
    "ended": N_("How many"),
    "name": N_("Name"),
    "language": N_("Language"),
    "zone": N_("Time zone"),
    "extra_time": N_("Time in tests"),
    "notice": N_("Number"),
    "holders": N_("Sent to holders of the certificate as well"),
    "regrade": N_("Number"),
    "attempts": N_("Attempts"),
    "may_lower": N_("Marks were allowed to fall"),
    "keep_name": N_("Also on later certificates"),
}
UNTOLD = ("certificate_name",)  # what changed there, the sentence of the act has said
WAYS = {"owner": N_("by its owner"), "letter": N_("by a letter"), "command": N_("on the command line")}
VALUES: Mapping[str, Mapping[Any, str]] = {"role": ROLES, "by": WAYS, "reason": {each.value: words for each, words in LOOKING.items()}}


@dataclass(frozen=True)
class Who:
    """Somebody as a line of the log names them; the address is empty where they have no page."""

    name: str
    url: str


@dataclass(frozen=True)
class ActLine:
    """A line of the log: when, who, what, to whom, and what it changed."""

    at: datetime
    actor: Who
    what: str
    person: Who | None
    details: tuple[str, ...]


def act_in_words(done: Done) -> ActLine:
    """Return an act of the audit log as people read it."""
    details = [*_about(done), *(_changed(name, values) for name, values in dict(done.changes or {}).items() if name not in UNTOLD)]
    actor = who(done.actor) if done.actor else Who(_("the command line"), "")
    person = who(done.person) if done.person else None
    return ActLine(done.at, actor, what_was_done(done.action), person, tuple(details))


def what_was_done(action: str) -> str:
    """Return the sentence for an act by its verb; one that this version does not know is called by that."""
    return _(ACTS[action]) if action in ACTS else action


def who(found: Somebody) -> Who:
    """Return a person as the log names them, also when there is nothing left to name them by."""
    name = found.name or _("Somebody whose account was erased")
    return Who(name, url_for("person.page", person=found.uid))


def _about(done: Done) -> list[str]:
    """Return what the act was about, where that is neither the person nor told by what changed."""
    if not done.object or "certificate" in dict(done.changes or {}):
        return []
    return [_(NAMES[done.object]) if done.object in NAMES else done.object]


def _changed(name: str, values: Any) -> str:
    called = _(CHANGED[name]) if name in CHANGED else name
    old, new = values if isinstance(values, list) and len(values) == 2 else (None, values)
    if old == new:  # that it changed is told, and not what it was or is
        return called
    if old is None:
        return _("%(name)s: %(value)s", name=called, value=_value(name, new))
    return _("%(name)s: was %(old)s, is now %(new)s", name=called, old=_value(name, old), new=_value(name, new))


def _value(name: str, value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        value = [f"{text} ({tag})" for tag, text in value.items()]
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if value in (None, ""):
        return _("nothing")
    known = VALUES.get(name, {}).get(value)
    return _(known) if known else str(value)

"""To whom the letters go that wait or have failed: a job holds ids alone, and a page about them shows people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.people.confirmations import Addressed, list_addressed
from lms.domain.people.queries import Addressee, list_addressees
from lms.web.shell.site import site


@dataclass(frozen=True)
class Readers:
    """Those to whom some letters go, read once for all of them."""

    people: Mapping[int, Addressee]
    addressed: Mapping[int, Addressed]
    contact: str

    def of(self, facts: Mapping[str, Any]) -> str:
        """Return to whom a letter goes, as an administrator reads it; empty where that is nobody any more.

        A letter about a confirmation goes to the address that was typed, whoever has it. A letter to no person goes to
        the contact of the site.
        """
        if "confirmation" in facts:
            asked = self.addressed.get(facts["confirmation"])
            return _written(asked.name or "", asked.email) if asked else ""
        if not facts.get("person"):
            return self.contact
        person = self.people.get(facts["person"])
        return _written(person.name, person.email) if person else ""


def readers_of(letters: Iterable[Mapping[str, Any]]) -> Readers:
    """Return the readers of these letters: one statement for all people, and one for all confirmations."""
    every = list(letters)
    people = list_addressees({each["person"] for each in every if each.get("person")})
    addressed = list_addressed({each["confirmation"] for each in every if "confirmation" in each})
    return Readers(people, addressed, site().contact_address)


def _written(name: str, email: str) -> str:
    return f"{name} <{email}>" if name else email

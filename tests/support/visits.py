"""One visit to every kind of page in every state it has, so that a test can look at all of them.

Names, reasons and addresses are chosen so that no word of them could be taken for one of the interface.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from lms.domain.certificates import service as certificates
from lms.domain.certificates.models import Certificate
from lms.domain.courses.queries import Published
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers, files_of
from tests.support.answers import right_answers
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Page, Typed, read_page

NAME = "Ана Илиева"
LEARN = f"/learn/{COURSE}"


@dataclass(frozen=True)
class Visit:
    """A page as somebody meets it: by going there, or with ``fields`` by sending them."""

    who: PageClient
    where: str
    status: int = 200
    fields: Mapping[str, Typed] | None = None

    def read(self, language: str) -> Page:
        """Return the page that a browser gets that asks for this language."""
        headers = {"Accept-Language": language}
        if self.fields is None:
            answer = self.who.get(self.where, headers=headers)
        else:
            answer = self.who.send(self.where, self.fields, headers=headers)
        assert answer.status_code == self.status, f"{self.where} answered {answer.status_code}"
        return read_page(ORIGIN + self.where, self.status, answer.text, self.who.quoted)


def every_kind(make: Makers) -> Sequence[Visit]:
    """Return a visit to every kind of page; what people must have done before is done here, in English."""
    empty = list(_before_there_is_a_course(make))
    course = make.course(changed=_with_everything())
    visits = [*_of_strangers(make), *_of_learners(make, course), *_in_a_practice(make, course)]
    visits += [*_in_a_test(make, course), *_after_a_test(make, course), *_of_certificates(make, course)]
    return [*empty, *visits, *_of_administrators(make)]


def _with_everything() -> dict[str, str | None]:
    """Return changes after which the course has half an hour, half a point, a time limit and a stale translation."""
    files = {path: body.decode() for path, body in files_of().items() if path.endswith((".md", ".yaml"))}
    outline, test = f"modules/{COURSE}/course.yaml", f"quizzes/{COURSE}/en/{TEST}.md"
    practice, lesson = f"quizzes/{COURSE}/en/{PRACTICE}.md", f"content/{COURSE}/bg/{LESSONS[1]}.md"
    return {
        outline: files[outline].replace("hours: 1\n", "hours: 1.5\n"),
        test: files[test].replace("pass: 60\n", "pass: 60\nminutes: 20\n"),
        practice: files[practice].replace("## truth\n", "## truth {points=0.5}\n"),
        lesson: files[lesson].replace("summary:", f"source_digest: {'0' * 64}\nsummary:"),
    }


def _before_there_is_a_course(make: Makers) -> Iterator[Visit]:
    """Read at once, for the course will come: these two are pages only as long as there is none."""
    for where in ("/courses/", "/learn/"):
        who = make.client(make.person(name=NAME))
        for language in ("en", "bg"):
            yield Fixed(who, where, kept={language: Visit(who, where).read(language)})


@dataclass(frozen=True)
class Fixed(Visit):
    """A page that was read before the school changed; of the other language there is nothing to read."""

    kept: Mapping[str, Page] = None  # type: ignore[assignment]

    def read(self, language: str) -> Page:
        """Return the page as it was."""
        return self.kept[language]

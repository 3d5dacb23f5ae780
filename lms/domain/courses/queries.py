"""Reading courses: each function one statement, and what an edition determines for ever kept in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from lms.domain.courses import outline as outlines
from lms.domain.courses.cards import Sheet, sheet_from_json
from lms.domain.courses.digests import page_digest
from lms.domain.courses.models import Blob, Course, Edition, EditionFile, Line, Page, Staff
from lms.domain.courses.outline import CardSet, Outline
from lms.domain.courses.rewording import Head
from lms.domain.courses.search import Searchable, searchable
from lms.kernel.refusals import Missing
from lms.platform.cache import Shelf
from lms.platform.database import db, read

_outlines: Shelf[Outline] = Shelf(256)
_pages: Shelf[str] = Shelf(2048)
_sheets: Shelf[Sheet] = Shelf(256)
_searchables: Shelf[Searchable] = Shelf(256)

_MAP_AND_LINE = select(Edition.map_digest, Edition.line_id).where(Edition.id == bindparam("edition"))


@dataclass(frozen=True)
class Published:
    """A course as it is offered now: its row, and the head of its newest line."""

    course_id: int
    key: str
    visibility: str
    line_id: int
    edition_id: int
    edition: str  # "<line>.<edition>"
    map_digest: str
    published_at: datetime
    notices: str = ""


def _published() -> Select[*tuple[Any, ...]]:
    later = aliased(Line)
    newest = select(func.max(later.number)).where(later.course_id == Course.id).scalar_subquery()
    return (
        select(Course.id, Course.key, Course.visibility, Line.id, Edition.id, Edition.map_digest, Edition.published_at, Course.notices, Line.number, Edition.number)
        .select_from(Course)
        .join(Line, (Line.course_id == Course.id) & (Line.number == newest))
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
    )


def _from_row(row: Row[*tuple[Any, ...]]) -> Published:
    course_id, key, visibility, line_id, edition_id, digest, at, notices, line, number = row
    return Published(course_id, key, visibility, line_id, edition_id, f"{line}.{number}", digest, at, notices)


def list_published(visibilities: tuple[str, ...] = ("public",)) -> list[Published]:
    """Return the courses of these visibilities that have been published, by key."""
    rows = db.session.execute(_published().where(Course.visibility.in_(visibilities)).order_by(Course.key))
    return [_from_row(row) for row in rows]


def find_published(key: str) -> Published | None:
    """Return the course with this key as it is offered now, or else the one that had it formerly; None where there is none (N3)."""
    return find_with_key(key) or find_renamed(key)


def find_with_key(key: str) -> Published | None:
    """Return the course that has this very key, as it is offered now, or None."""
    row = db.session.execute(_published().where(Course.key == key)).first()
    return _from_row(row) if row else None


def find_renamed(key: str) -> Published | None:
    """Return the course that says it had this key formerly, as it is offered now, or None; the outlines are in memory anyway."""
    rows = map(_from_row, db.session.execute(_published().order_by(Course.id)))
    return next((each for each in rows if key in get_outline(each.map_digest).formerly), None)


def get_outline(map_digest: str) -> Outline:
    """Return the outline of the edition with this map."""
    return _outlines.get(map_digest, lambda: outlines.from_json(_body(page_digest("outline", map_digest))))


def get_searchable(map_digest: str) -> Searchable:
    """Return the words by which the edition with this map is found."""
    return _searchables.get(map_digest, lambda: searchable(get_outline(map_digest)))


def get_outline_of(edition_id: int) -> Outline:
    """Return the outline of an edition."""
    return get_outline(get_map_and_line(edition_id)[0])


def get_map_and_line(edition_id: int) -> tuple[str, int]:
    """Return the digest of an edition's map and the id of its line. They are not kept: an edition that is not committed may leave its id to another."""
    row = read(_MAP_AND_LINE, edition=edition_id).first()
    if row is None:
        raise Missing(f"edition {edition_id}")
    return row[0], row[1]


def get_page(digest: str) -> str:
    """Return what was rendered under this digest: HTML of a lesson, JSON of a quiz's pieces."""
    return _pages.get(digest, lambda: _body(digest))


def get_sheet(digest: str) -> Sheet:
    """Return the set of cards whose page has this digest."""
    return _sheets.get(digest, lambda: sheet_from_json(_body(digest)))


def languages_of_card(of: CardSet, key: str) -> tuple[str, ...]:
    """Return the languages in which a card of a set is there."""
    return tuple(lang for lang, page in of.pages.items() if get_sheet(page).by_key[key].lang == lang)


def _body(digest: str) -> str:
    body = db.session.scalar(select(Page.body).where(Page.digest == digest))
    if body is None:
        raise Missing(f"page {digest}; lms library render makes it again")
    return body


def bodies_of(digests: Sequence[str]) -> dict[str, str]:
    """Return what was rendered under these digests, asked for together; what is not there is left out."""
    return dict(db.session.execute(select(Page.digest, Page.body).where(Page.digest.in_(set(digests)))).all())


def get_blob(digest: str) -> bytes:
    """Return the bytes with this digest."""
    body = db.session.scalar(select(Blob.body).where(Blob.digest == digest))
    if body is None:
        raise Missing(f"blob {digest}")
    return body


@dataclass(frozen=True)
class Medium:
    """A file of media as it is sent, and the courses of which an edition holds it."""

    media_type: str
    body: bytes
    visibilities: frozenset[str]
    course_ids: frozenset[int]


def find_medium(digest: str) -> Medium | None:
    """Return the media file with this digest, or None; documents of courses are never found here."""
    path_is_media: ColumnElement[bool] = EditionFile.path.like("content/%/media/%")
    rows = db.session.execute(
        select(Blob.media_type, Blob.body, Course.visibility, Course.id)
        .distinct()
        .select_from(Blob)
        .join(EditionFile, EditionFile.digest == Blob.digest)
        .join(Edition, Edition.id == EditionFile.edition_id)
        .join(Line, Line.id == Edition.line_id)
        .join(Course, Course.id == Line.course_id)
        .where(Blob.digest == digest, path_is_media)
    ).all()
    if not rows:
        return None
    return Medium(rows[0][0], rows[0][1], frozenset(row[2] for row in rows), frozenset(row[3] for row in rows))


def teaches(person_id: int, course_id: int) -> bool:
    """Tell whether somebody teaches or edits a course."""
    found = select(Staff.part).where(Staff.person_id == person_id, Staff.course_id == course_id)
    return db.session.scalar(found.limit(1)) is not None


def list_taught_by(person_id: int | None) -> list[Published]:
    """Return the courses that somebody teaches or edits, as they are offered now; all of them for None."""
    wanted = _published().order_by(Course.key)
    if person_id is not None:
        wanted = wanted.where(Course.id.in_(select(Staff.course_id).where(Staff.person_id == person_id)))
    return [_from_row(row) for row in db.session.execute(wanted)]


def files_of(edition_id: int, paths: Collection[str] | None = None) -> dict[str, bytes]:
    """Return the whole map of an edition, or only these paths of it: bytes by path."""
    wanted = select(EditionFile.path, Blob.body).join(Blob, Blob.digest == EditionFile.digest).where(EditionFile.edition_id == edition_id)
    if paths is not None:
        wanted = wanted.where(EditionFile.path.in_(paths))
    return dict(db.session.execute(wanted).all())


def digests_of(edition_id: int) -> dict[str, str]:
    """Return the digest of every file of an edition by its path."""
    rows = db.session.execute(select(EditionFile.path, EditionFile.digest).where(EditionFile.edition_id == edition_id))
    return dict(rows.all())


def find_head(key: str) -> Head | None:
    """Return the published edition of a course from which a new one may be made; None if this program did not make its pages."""
    published = find_published(key)
    if published is None or db.session.get(Page, page_digest("outline", published.map_digest)) is None:
        return None
    edition = published.edition_id
    return Head(edition, get_outline(published.map_digest), digests_of(edition), lambda paths: files_of(edition, paths))


def list_unrendered() -> list[tuple[int, str]]:
    """Return the editions, as (id, course key), whose outline this version of the renderer has not made yet."""
    editions = list_editions()
    there = set(db.session.scalars(select(Page.digest).where(Page.kind == "outline")))
    return [(edition_id, key) for edition_id, key, digest in editions if page_digest("outline", digest) not in there]


def get_line_of(edition_id: int) -> int:
    """Return the line of an edition, by their ids."""
    return get_map_and_line(edition_id)[1]


@dataclass(frozen=True)
class Past:
    """An edition of a course among the others: ``edition`` is "<line>.<edition>"."""

    edition_id: int
    line: int
    number: int
    map_digest: str
    published_at: datetime

    @property
    def edition(self) -> str:
        """Its name for people."""
        return f"{self.line}.{self.number}"


def list_history(course_id: int) -> list[Past]:
    """Return every edition of a course, in the order of publication."""
    rows = db.session.execute(
        select(Edition.id, Line.number, Edition.number, Edition.map_digest, Edition.published_at)
        .join(Line, Line.id == Edition.line_id)
        .where(Line.course_id == course_id)
        .order_by(Line.number, Edition.number)
    )
    return [Past(*row) for row in rows]


def get_chain(history: Sequence[Past], last: str) -> list[Outline]:
    """Return the outlines of a course from its first edition to the one called ``last``; editions of one map are one."""
    digests: list[str] = []
    for past in history:
        if not digests or digests[-1] != past.map_digest:
            digests.append(past.map_digest)
        if past.edition == last:
            break
    return [get_outline(digest) for digest in digests]


def list_editions() -> list[tuple[int, str, str]]:
    """Return every edition as (id, course key, map digest), in the order of publication."""
    rows = db.session.execute(
        select(Edition.id, Course.key, Edition.map_digest)
        .select_from(Edition)
        .join(Line, Line.id == Edition.line_id)
        .join(Course, Course.id == Line.course_id)
        .order_by(Edition.id)
    )
    return [(edition_id, key, digest) for edition_id, key, digest in rows]


def find_edition_id(key: str, edition: str) -> int | None:
    """Return the id of the edition of a course that people call ``<line>.<edition>``, or None."""
    line, _, number = edition.partition(".")
    if not (line.isdecimal() and number.isdecimal()):
        return None
    wanted = (Course.key == key, Line.number == int(line), Edition.number == int(number))
    return db.session.scalar(select(Edition.id).join(Line, Line.id == Edition.line_id).join(Course, Course.id == Line.course_id).where(*wanted))

"""What is found in the documents of courses: kept at publication for the head of each line, looked for by words.

Of an activity the words of its title and of its plain text are kept, in each language. Whom it may be shown to is not
known here: whoever asks says which lines and activities somebody may read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from lms.domain.courses.models import Edition, Findable, Line, Page
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline
from lms.kernel.folding import fold
from lms.platform.database import change, change_each, db
from lms.platform.fulltext import holds_all, kept

TEXTS_AT_ONCE = 200


@dataclass(frozen=True)
class Found:
    """A document in which all the words are, of the edition with this map."""

    map_digest: str
    activity_key: str
    language: str
    page: str
    title: str


def keep_findable(line_id: int, outline: Outline) -> None:
    """Let the documents of this outline, and no others, be found for a line; called inside a unit of work.

    What has neither another text nor another title stays as it is. Quizzes are not found by their text: it would tell
    what is asked.
    """
    wanted = dict(_documents(outline))
    rows = db.session.execute(select(Findable.id, Findable.activity_key, Findable.language, Findable.page, Findable.title).where(Findable.line_id == line_id))
    there = {(key, lang): (row_id, (page, title)) for row_id, key, lang, page, title in rows}
    gone = [row_id for place, (row_id, what) in there.items() if wanted.get(place) != what]
    for start in range(0, len(gone), TEXTS_AT_ONCE):
        change(delete(Findable).where(Findable.id.in_(gone[start : start + TEXTS_AT_ONCE])))
    new = [(place, what) for place, what in wanted.items() if there.get(place, (0, None))[1] != what]
    for start in range(0, len(new), TEXTS_AT_ONCE):
        some = new[start : start + TEXTS_AT_ONCE]
        texts = texts_of({page for _place, (page, _title) in some})
        change_each(
            insert(Findable),
            [
                {"line_id": line_id, "activity_key": key, "language": lang, "page": page, "title": title, "words": kept(fold(f"{title} {texts[page]}"))}
                for (key, lang), (page, title) in some
            ],
        )


def _documents(outline: Outline) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for activity in outline.activities:
        if activity.quiz is None:
            for lang, document in activity.documents.items():
                yield (activity.key, lang), (document.page, activity.title.in_(lang).text)


def list_heads() -> list[tuple[int, str]]:
    """Return every line, as its id and the digest of the map at its head."""
    rows = db.session.execute(select(Line.id, Edition.map_digest).join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head)).order_by(Line.id))
    return [(line_id, digest) for line_id, digest in rows]


def list_unfindable() -> list[tuple[int, str]]:
    """Return the lines of whose documents none can be found: they were published before there was a search in lessons."""
    there = set(db.session.scalars(select(Findable.line_id).distinct()))
    return [(line_id, digest) for line_id, digest in list_heads() if line_id not in there and dict(_documents(get_outline(digest)))]


def find_documents(map_digests: Collection[str], words: Sequence[str]) -> list[Found]:
    """Return the documents of lines with these maps at their heads in which all the words are, at least by their beginnings."""
    if not map_digests or not words:
        return []
    holds = holds_all(Findable.metadata.tables[Findable.__tablename__], words, db.engine.dialect.name)
    # By their words first: before PostgreSQL has counted what is in new rows it would read all documents of a line instead.
    there = select(Findable.line_id, Findable.activity_key, Findable.language, Findable.page, Findable.title).where(holds).cte()
    found = there.prefix_with("MATERIALIZED", dialect="postgresql").c
    rows = db.session.execute(
        select(Edition.map_digest, found.activity_key, found.language, found.page, found.title)
        .join(Line, Line.id == found.line_id)
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
        .where(Edition.map_digest.in_(map_digests))
    )
    return [Found(*row) for row in rows]


def texts_of(pages: Collection[str]) -> Mapping[str, str]:
    """Return the plain texts of these pages by digest."""
    return dict(db.session.execute(select(Page.digest, Page.text).where(Page.digest.in_(pages))).all())

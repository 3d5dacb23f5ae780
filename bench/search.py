"""Searching the texts of thousands of lessons: the database finds them, and what stands around the words is cut out."""

import time
from collections.abc import Iterator

from sqlalchemy import delete, insert

from bench.figures import Figure, spread_of
from bench.made_course import LANGUAGES, Speaker
from bench.site import COURSE, Site
from lms.commands import edge
from lms.domain.courses.digests import page_digest
from lms.domain.courses.finding import find_documents, texts_of
from lms.domain.courses.models import Findable, Page
from lms.domain.courses.queries import find_published
from lms.domain.courses.search import words_sought
from lms.kernel.folding import fold
from lms.platform.database import change, change_each, unit_of_work
from lms.platform.fulltext import kept
from lms.web.public.in_lessons import MOST_LESSONS, around, marked

DOCUMENTS = 5_000
RARE = 50  # of so many documents one holds a word of its own
TYPED = ("kestrel", "kestrel decision", "гражданин пустелга", "πολίτης κιρκινέζι", "décision crécerelle", "cernícalo respu", "gheppio")
BIRDS = dict(zip(LANGUAGES, ("kestrel", "пустелга", "κιρκινέζι", "crécerelle", "cernícalo", "gheppio"), strict=True))
TIMES = 15
MOST_MILLISECONDS = 30.0


def measure(site: Site) -> Iterator[Figure]:
    """Yield how long a search takes."""
    with edge.site(site.settings):
        published = find_published(COURSE)
        assert published is not None
        with unit_of_work():
            _fill(published.line_id)
        samples = [_search(published.map_digest, typed) for _ in range(TIMES) for typed in TYPED]
        with unit_of_work():
            change(delete(Findable).where(Findable.activity_key.startswith("made-")))
    found = spread_of(samples)
    yield Figure(
        name="search",
        says=f"Searching {DOCUMENTS:,} lessons",
        value=round(found.median, 2),
        unit="ms",
        limit=MOST_MILLISECONDS,
        spread=found,
        how=f"by the clock, {len(TYPED)} searches in {len(LANGUAGES)} languages, {TIMES} times each, with what is shown of the best {MOST_LESSONS}",
    )


def _fill(line_id: int) -> None:
    pages, rows = [], []
    for number in range(DOCUMENTS):
        lang = LANGUAGES[number % len(LANGUAGES)]
        say = Speaker(lang, f"made {number}")
        text = " ".join(say.paragraph() for _ in range(12)) + (f" {BIRDS[lang]}" if number // len(LANGUAGES) % RARE == 0 else "")
        digest, title = page_digest("lesson", "made", str(number)), say.phrase(4)
        pages.append({"digest": digest, "kind": "lesson", "body": "{}", "text": text})
        words = kept(fold(f"{title} {text}"))
        rows.append({"line_id": line_id, "activity_key": f"made-{number}", "language": lang, "page": digest, "title": title, "words": words})
    change_each(insert(Page), pages)
    change_each(insert(Findable), rows)


def _search(map_digest: str, typed: str) -> float:
    began = time.perf_counter()
    words = words_sought(typed)
    found = find_documents([map_digest], words)
    if not found:
        raise RuntimeError(f"nothing was found for {typed!r}")
    best = found[:MOST_LESSONS]
    texts = texts_of({each.page for each in best})
    for each in best:
        marked(around(texts[each.page], words), words)
    return (time.perf_counter() - began) * 1000

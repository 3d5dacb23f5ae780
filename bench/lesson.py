"""A lesson as a signed-in learner asks for it: CPU of this process and statements, beside a page of constant bytes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from bench.browser import PACKED, Answer, Browser, Inside
from bench.figures import Figure, Spread, cpu_milliseconds, spread_of
from bench.plain import PAGE, constant_page
from bench.site import Site
from lms.assembly import create_app
from lms.platform.database import db

SAMPLES, WARM_UP = 200, 30
MOST_CPU = 2.5  # milliseconds
MOST_STATEMENTS = 4
NOT_PACKED = ""

Ask = Callable[[], object]


def measure(site: Site) -> Iterator[Figure]:
    """Yield the CPU of the first lesson's page, packed as a browser asks for it and not packed, and its statements."""
    app = create_app(site.settings)
    browser = Browser.inside(app, site.cookies)
    page = _checked(browser.get(site.lesson_path, packed=NOT_PACKED))
    plain_app = constant_page(page.body)
    for packed, name, words in (
        (PACKED, "lesson-cpu", "compressed as a browser asks"),
        (NOT_PACKED, "lesson-cpu-unpacked", "not compressed"),
    ):
        ours, plain = compare(
            asking(app, browser, site.lesson_path, packed), asking(plain_app, browser, PAGE, packed)
        )
        yield Figure(
            name=name,
            says=f"CPU of a signed-in lesson page, {words}",
            value=round(ours.median, 3),
            unit="ms",
            limit=MOST_CPU,
            spread=ours,
            beside=f"beside: {plain.median:.2f} ms for a Flask view that returns {len(page.body)} constant bytes",
            how=f"process time inside this process, through the WSGI application; {WARM_UP} requests before; both in turn",
        )
    yield Figure(
        name="lesson-statements",
        says="SQL statements of a signed-in lesson page",
        value=count(app, asking(app, browser, site.lesson_path, PACKED)),
        unit="statements",
        limit=MOST_STATEMENTS,
        how="counted where SQLAlchemy hands them to the driver, in one request after the others",
    )


def _checked(answer: Answer) -> Answer:
    if answer.status != 200 or b"<article>" not in answer.body:
        raise RuntimeError(f"the lesson answered {answer.status}")
    return answer


def asking(app: Flask, browser: Browser, path: str, packed: str) -> Ask:
    """Return what sends one request and takes its answer apart no further than a server does."""
    environ = Inside(app).environ("GET", path, browser.headers(packed))

    def ask() -> None:
        answer = app(dict(environ), lambda _status, _headers, _error=None: lambda _bytes: None)
        b"".join(answer)
        close = getattr(answer, "close", None)
        if close:
            close()

    return ask


def compare(ours: Ask, plain: Ask) -> tuple[Spread, Spread]:
    """Return the CPU of both, taken in turn so that whatever else the machine does touches both."""
    for _ in range(WARM_UP):
        ours()
        plain()
    pairs = [(cpu_milliseconds(ours), cpu_milliseconds(plain)) for _ in range(SAMPLES)]
    return spread_of([pair[0] for pair in pairs]), spread_of([pair[1] for pair in pairs])


def count(app: Flask, ask: Ask) -> int:
    """Return how many statements a request asks the application's database."""
    with _listening(app) as ran:
        ask()
    return len(ran)


@contextmanager
def _listening(app: Flask) -> Iterator[list[str]]:
    """Give a list into which every statement goes that the application's database is asked."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        ran.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)

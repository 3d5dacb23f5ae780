"""The page for signing in: CPU of this process and statements, beside a page of constant bytes."""

from collections.abc import Iterator

from bench.browser import PACKED, Browser
from bench.figures import Figure
from bench.lesson import NOT_PACKED, SAMPLES, WARM_UP, asking, compare, count
from bench.plain import PAGE, constant_page
from bench.site import Site
from lms.assembly import create_app

PATH = "/account/sign-in"
MOST_CPU = 0.8  # milliseconds
MOST_STATEMENTS = 1


def measure(site: Site) -> Iterator[Figure]:
    """Yield the CPU of the page for whoever has been here before and for whoever has not, and its statements."""
    app = create_app(site.settings)
    been_here = Browser.inside(app)
    page = been_here.get(PATH, packed=NOT_PACKED)
    if page.status != 200 or b"csrf_token" not in page.body:
        raise RuntimeError(f"the page for signing in answered {page.status}")
    plain = constant_page(page.body)
    for browser, name, words in (
        (been_here, "sign-in-cpu", "the browser has its cookie already"),
        (Browser.inside(app), "sign-in-cpu-first", "the browser comes for the first time"),
    ):
        ours, theirs = compare(asking(app, browser, PATH, PACKED), asking(plain, browser, PAGE, PACKED))
        yield Figure(
            name=name,
            says=f"CPU of the page for signing in, {words}",
            value=round(ours.median, 3),
            unit="ms",
            limit=MOST_CPU,
            spread=ours,
            beside=f"beside: {theirs.median:.2f} ms for a Flask view that returns {len(page.body)} constant bytes",
            how=(
                f"process time inside this process, through the WSGI application, compressed as a browser asks;"
                f" {WARM_UP} requests before, {SAMPLES} of each in turn"
            ),
        )
    yield Figure(
        name="sign-in-statements",
        says="SQL statements of the page for signing in",
        value=count(app, asking(app, been_here, PATH, PACKED)),
        unit="statements",
        limit=MOST_STATEMENTS,
        how="counted where SQLAlchemy hands them to the driver, in one request after the others; on a site for all the world there is none",
    )

"""``lms bench``: sets up a throw-away site, measures, and prints each figure beside its limit."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import click

from bench import (
    analysis,
    answer,
    attempt,
    lesson,
    letters,
    memory,
    publish,
    search,
    sign_in,
    sign_ins,
    stampede,
    start,
    weight,
)
from bench.figures import Figure, machine, machine_in_words
from bench.site import Site, throw_away_site
from lms.commands.edge import DONE_WITH_PROBLEMS, tell

# In this order: memory comes last, because for it the learner completes the course.
MEASUREMENTS: dict[str, tuple[Callable[[Site], Iterator[Figure]], str]] = {
    "lesson": (lesson.measure, "a lesson page"),
    "answer": (answer.measure, "saving an answer"),
    "attempt": (attempt.measure, "a whole attempt at a test"),
    "sign-in": (sign_in.measure, "the page for signing in"),
    "sign-ins": (sign_ins.measure, "people who sign in while learners save answers"),
    "letters": (letters.measure, "asking for thousands of letters"),
    "start": (start.measure, "a cold start"),
    "weight": (weight.measure, "bytes over the wire"),
    "publish": (publish.measure, "publishing a large course"),
    "search": (search.measure, "searching thousands of lessons"),
    "analysis": (analysis.measure, "item analysis of a quiz"),
    "stampede": (stampede.measure, "a thousand learners who begin the same test at once"),
    "memory": (memory.measure, "memory of a worker"),
}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice(list(MEASUREMENTS)))
@click.option(
    "--database", default="", metavar="ADDRESS", help="An empty PostgreSQL database, instead of SQLite."
)
@click.option(
    "--seconds",
    type=click.IntRange(10, 3600),
    default=sign_ins.SECONDS,
    show_default=True,
    help="For sign-ins: how long people sign in, a thousand in 300 seconds.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def bench(context: click.Context, names: tuple[str, ...], database: str, seconds: int, form: str) -> None:
    """Measure a throw-away site and print each figure beside its limit.

    NAME is lesson, answer, attempt, sign-in, sign-ins, letters, start, weight, publish, search, analysis, stampede or memory; without
    one, all are measured, in about twelve minutes. The exit status is 1 if a figure is not within its limit. Nothing of your own site is touched.
    """
    before = machine()
    with throw_away_site(database) as site:
        figures = list(_figures(site, names or tuple(MEASUREMENTS), database, seconds))
    after = machine()
    if form == "json":
        click.echo(
            json.dumps(
                {"before": before, "after": after, "figures": [each.plain() for each in figures]}, indent=2
            )
        )
    else:
        click.echo(f"Before: {machine_in_words(before)}")
        click.echo("\n".join(line for figure in figures for line in figure.lines()))
        click.echo(f"After: {machine_in_words(after)}")
    context.exit(0 if all(figure.holds for figure in figures) else DONE_WITH_PROBLEMS)


def _figures(site: Site, names: tuple[str, ...], database: str, seconds: int) -> Iterator[Figure]:
    for name, (measure, words) in MEASUREMENTS.items():
        if measure is sign_ins.measure:
            measure = partial(sign_ins.measure, seconds=seconds)
        if name in names:
            tell(f"Measuring {words} …")
            again = f"lms bench {name}{f' --seconds {seconds}' if name == 'sign-ins' else ''}{' --database ADDRESS' if database else ''}"
            yield from (replace(figure, again=again) for figure in measure(site))

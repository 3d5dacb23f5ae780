"""Publishes courses, of a library folder, a bundle or a draft: everything is read, checked and rendered before anything is written."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.commands.places import is_bundle, open_bundle
from lms.commands.regrading import tell_done, tell_regrading
from lms.domain.courses.accepted_here import is_behind_only, list_lost
from lms.domain.courses.changes import forgotten_names
from lms.domain.courses.drafts import Ready, files_of_draft, get_draft, put_draft, ready_draft
from lms.domain.courses.files import digest_of_files
from lms.domain.courses.finding import keep_findable, list_heads, list_unfindable
from lms.domain.courses.format.checker import causes_first
from lms.domain.courses.publication import WORDS, Plan, Prepared, plan, prepare, render_again
from lms.domain.courses.queries import (
    files_of,
    find_edition_id,
    find_head,
    find_published,
    get_outline,
    list_unrendered,
)
from lms.domain.courses.rules import Refusal
from lms.domain.courses.service import Outcome, keep_pages, publish
from lms.domain.courses.weights import Change, Weight
from lms.domain.quizzes.regrading import preview
from lms.exchange.folders import course_keys, read_folder
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class How:
    """How something is to be published: why, whether marks may fall by it, and whether it is only shown what would be done."""

    reason: str = ""
    may_lower: bool = False
    only_shown: bool = False
    asks: bool = False  # whether somebody sits at the terminal who can answer


PLAINLY = How()


def publish_library(library: Path, *, course: str | None = None, wanted: str | None = None, how: How = PLAINLY) -> list[Outcome]:
    """Publish all courses of a library on the open site, or one of them; all that are meant or none.

    What is wrong with their files is said on standard error. Raises Refused where there are errors, or where the
    changes do not allow what the publisher wants to call them (``wanted``: correction, key-fix or revision).
    """
    keys = [key for key in course_keys(library) if course in (None, key)]
    if not keys:
        what = "no course" if course is None else f"no course {course}"
        raise Unable(
            f"{library} holds {what}: there must be a folder modules/ with a folder for each course."
        )
    return _publish({key: read_folder(library, key) for key in keys}, wanted, how)


def publish_bundle(path: Path, *, course: str | None = None, wanted: str | None = None, how: How = PLAINLY) -> list[Outcome]:
    """Publish the course of a zip file on the open site, through a draft: both are made, or neither."""
    bundle = open_bundle(path, course)
    return _publish({bundle.key: bundle.files}, wanted, how, origin="imported", through=ready_draft(bundle.key, bundle.files))


def publish_draft(key: str, *, wanted: str | None = None, how: How = PLAINLY) -> list[Outcome]:
    """Publish the draft of a course as it lies on the open site."""
    draft = get_draft(key)
    return _publish({key: files_of_draft(draft.id)}, wanted, how, origin=draft.origin)


def _publish(files: Mapping[str, Files], wanted: str | None, how: How, origin: str = "shipped", through: Ready | None = None) -> list[Outcome]:
    """Publish maps by key, all of them or none; ``through`` is the draft into which the one that is meant goes first."""
    unchanged = {key: outcome for key in files if (outcome := _find_unchanged(key, files[key]))}
    changed = {key: files[key] for key in files if key not in unchanged}
    plans = [plan(prepared, wanted) for prepared in _prepare(changed, origin)]
    for each in plans:
        _keep_what_was_accepted(each, wanted)
    expected = {each.prepared.key: preview(each, may_lower=how.may_lower) for each in plans}
    for key, regrading in expected.items():
        tell_regrading(key, regrading)
    if how.only_shown:
        tell("Nothing was published: only what would be done was shown.")
        published = {each.prepared.key: Outcome(each.prepared.key, _edition_of(each), each.what, each.why) for each in plans}
        return [(unchanged | published)[key] for key in files]
    if any(regrading.told for regrading in expected.values()) and not how.reason.strip():
        raise Unable("Marks change with this, and nothing was published. Say why with --reason TEXT: whoever is concerned is told so.")
    if how.asks and wanted is None:
        _ask_after_names(plans)
    end_reading()
    with unit_of_work():
        if through and changed:
            put_draft(through, now=edge.now())
        published = {outcome.key: outcome for outcome in publish(plans, now=edge.now(), note=how.reason, may_lower=how.may_lower)}
    for outcome in published.values():
        if outcome.what == "key-fix":
            tell_done(outcome.key, find_edition_id(outcome.key, outcome.edition) or 0, expected[outcome.key])
    return [(unchanged | published)[key] for key in files]


def is_answered() -> bool:
    """Tell whether somebody sits at the terminal who can answer a question."""
    return sys.stdin.isatty()


def _ask_after_names(plans: Sequence[Plan]) -> None:
    """Ask before a revision is published that may come of a forgotten name alone: it cannot be taken back."""
    for each in plans:
        asked = _about_names(each.why) if each.what == "revision" else ""
        if asked:
            tell(f"{each.prepared.key} would be a revision, because: {'; '.join(map(str, each.why))}. {asked}")
            if not click.confirm("Publish it as a revision all the same?", default=False, err=True):
                raise Unable("Nothing was published.")


def _edition_of(planned: Plan) -> str:
    """Return what the edition that was planned would be called."""
    if planned.head is None or planned.what == "revision":
        return f"{planned.head[0] + 1 if planned.head else 1}.1"
    line, number = planned.head
    return f"{line}.{number if planned.what == 'unchanged' else number + 1}"


def _keep_what_was_accepted(planned: Plan, wanted: str | None) -> None:
    """Say what was accepted on the site and is in none of the files; without a word from the publisher it is not given up."""
    if planned.what not in ("key-fix", "revision"):
        return
    prepared = planned.prepared
    lost = list_lost(prepared.key, prepared.outline, {file.path: file.body for file in prepared.files})
    if not lost:
        return
    if wanted is None:
        raise Refused(Refusal.ACCEPTED_HERE, course=prepared.key, texts="; ".join(f"{path}: {', '.join(texts)}" for path, texts in lost.items()))
    for path, texts in lost.items():
        tell(f"{path} lacks answers that were accepted as right on this site, and they are right no more: {', '.join(texts)}")


def _find_unchanged(key: str, files: Files) -> Outcome | None:
    """Return what publishing would do if nothing at all has changed; parsing and rendering would take seconds."""
    head, digest = find_published(key), digest_of_files(files)
    if head is None or (head.map_digest != digest and not is_behind_only(key, digest)):
        return None
    if head.map_digest != digest:
        tell(f"{key}: answers were accepted as right on this site since it was published from these files; they stay. To take them over: lms library export {key}")
    return Outcome(key, head.edition, "unchanged")


def _prepare(files: Mapping[str, Files], origin: str) -> list[Prepared]:
    problems = Problems()
    prepared = [prepare(key, files[key], problems, edge.now().date(), origin, find_head(key)) for key in files]
    for problem in causes_first(problems.found):
        tell(str(problem))
    if problems.has_errors:
        raise Refused(Refusal.HAS_ERRORS)
    return [each for each in prepared if each]


def render_editions() -> int:
    """Make the pages of every edition that this version of the renderer has not made yet; return how many editions.

    Then let the documents of every course be found by their words, as far as they are not.
    """
    editions = list_unrendered()
    for edition_id, key in editions:
        pages = render_again(key, files_of(edition_id))
        end_reading()
        with unit_of_work():
            keep_pages(pages)
    heads = [(line_id, get_outline(digest)) for line_id, digest in list_heads()]
    end_reading()
    with unit_of_work():
        for line_id, outline in heads:
            keep_findable(line_id, outline)
    return len(editions)


def render_what_is_missing() -> None:
    """Make the pages and the words to be found that another version left out, and say so: it takes time."""
    if list_unrendered() or list_unfindable():
        tell("Rendering the published courses anew …")
        render_editions()


def explain(outcome: Outcome) -> None:
    """Say why something is a revision and what that means for people, and ask whether a new name was forgotten."""
    if outcome.what != "revision":
        return
    why = "; ".join(map(str, outcome.why)) or "it was asked for"
    tell(f"A revision, because: {why}. Who has begun keeps the edition that they read, and is offered this one.")
    if asked := _about_names(outcome.why):
        tell(asked)
    _tell_of_key_fix(outcome)


def _about_names(why: Sequence[Change]) -> str:
    """Return the question whether a new name was forgotten, or nothing."""
    gone, new = forgotten_names(why)
    if not gone:
        return ""
    return (
        f"If one of {', '.join(new)} is what was called {' or '.join(gone)} before, say so beneath it, as in"
        f" formerly: [{gone[0]}], and publish again: then what people did counts on."
    )


def _tell_of_key_fix(outcome: Outcome) -> None:
    """Say of a revision that only mends answer keys that it might have been published for everybody."""
    if outcome.why and all(change.weight <= Weight.KEY_FIX for change in outcome.why):
        tell('Only answer keys changed: with --as key-fix --reason "…" everybody would have stayed where they are, with their marks counted anew.')


@click.command("publish")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--course", help="Only the course with this key.")
@click.option("--draft", help="The draft of this course on the site, instead of a PATH.")
@click.option("--as", "wanted", type=click.Choice(WORDS), help="What to call it; by itself, the lightest.")
@click.option("--reason", default="", help="Why marks change, with --as key-fix: learners are told so.")
@click.option("--may-lower", is_flag=True, help="With --as key-fix, let marks fall; else nobody's does.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and whose marks would change; do nothing.")
def publish_command(path: Path | None, course: str | None, draft: str | None, wanted: str | None, reason: str, may_lower: bool, dry_run: bool) -> None:
    """Publish the courses in PATH (a folder or FILE.zip; the site's library): all that are meant, or none."""
    if wanted != "key-fix" and (reason or may_lower):
        raise click.UsageError("--reason and --may-lower go with --as key-fix: nothing else changes marks.")
    if draft is not None and (path or course):
        raise click.UsageError("--draft goes without PATH and --course: a draft lies on the site, and is one course.")
    how = How(reason, may_lower, dry_run, asks=is_answered())
    with edge.site() as app:
        library = path or app.extensions["settings"].library
        if draft is not None:
            outcomes = publish_draft(draft, wanted=wanted, how=how)
        elif is_bundle(library):
            outcomes = publish_bundle(library, course=course, wanted=wanted, how=how)
        else:
            outcomes = publish_library(library, course=course, wanted=wanted, how=how)
        for outcome in outcomes:
            click.echo(f"{outcome.key} {outcome.edition} {outcome.what}")
            explain(outcome)


@click.command("render")
def render_command() -> None:
    """Render every edition anew where the renderer has changed since it was published."""
    with edge.site():
        tell(f"Editions rendered: {render_editions()}.")

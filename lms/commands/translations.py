"""Catalogues of translations: extracted from the code, brought up to date, compiled and checked.

English sentences in the code are the keys: ``messages.pot`` lists them, a ``messages.po`` says them in one
language. The compiled ``messages.mo`` beside it is made anew on every machine and never committed.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import click
from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po, write_po

from lms.kernel.problems import Problem, Problems
from lms.settings import CHECKOUT, LANGUAGES

TRANSLATIONS = CHECKOUT / "translations"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
CALLS = ("_", "N_", "gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {
    **{call: DEFAULT_KEYWORDS[call] for call in CALLS},
    **{f"lazy_{call}": DEFAULT_KEYWORDS[call] for call in CALLS if call.endswith("gettext")},
    "_l": DEFAULT_KEYWORDS["_"],  # lazy_gettext, as forms call it
}
NOTE_TO_TRANSLATORS = "Translators:"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
NAME_IN_PLACEHOLDER = re.compile(r"%\((\w+)\)")
UPDATE = "Run: lms translations update"
HEADERS = (b'"Language:', b'"Plural-Forms:', b'"MIME-Version:', b'"Content-')


class CatalogueBroken(Exception):
    """A catalogue cannot be read; says where and why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{_name(path)}:{line}: {reason}")
        self.line = line
        self.reason = reason


def extract_template(checkout: Path = CHECKOUT) -> bytes:
    """Return ``messages.pot`` as the code of now asks for it; the same code gives the same bytes."""
    with (checkout / "translations" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    code = str(checkout / "lms")
    found = extract_from_dir(
        checkout,
        methods,
        options,
        KEYWORDS,
        (NOTE_TO_TRANSLATORS,),
        directory_filter=lambda folder: folder.startswith(code) and not folder.endswith("__pycache__"),
    )
    template = Catalog(header_comment="# Every sentence that Isegoria shows, for translators.", fuzzy=False)
    for file, line, sentence, notes, context in found:
        template.add(sentence, None, [(file, line)], auto_comments=notes, context=context)
    return _written(template)


def find_faults(folder: Path, template: bytes, languages: tuple[str, ...] = TRANSLATED) -> Problems:
    """Return what is wrong with the catalogues in ``folder``, given the template that the code asks for."""
    problems = Problems()
    committed = folder / "messages.pot"
    if not committed.exists() or committed.read_bytes() != template:
        problems.error(_name(committed), 1, "stale", f"The code says other sentences now. {UPDATE}")
    for language in languages:
        path = _path(folder, language)
        try:
            catalogue = _read(path, language)
        except FileNotFoundError:
            problems.error(_name(path), 1, "missing", f"There is no catalogue yet. {UPDATE}")
        except CatalogueBroken as error:
            problems.error(_name(path), error.line, "unreadable", "%(reason)s", reason=error.reason)
        else:
            _check_catalogue(problems, _name(path), catalogue, read_po(BytesIO(template)))
    return problems


def _check_catalogue(problems: Problems, file: str, catalogue: Catalog, template: Catalog) -> None:
    forms = get_plural(catalogue.locale_identifier).num_plurals
    if catalogue.num_plurals != forms:
        problems.error(file, 1, "plurals", "The header must name %(forms)d plural forms.", forms=forms)
    messages = [message for message in catalogue if message.id]
    wanted = {(message.context, message.id) for message in template if message.id}
    for message in messages:
        line = message.lineno or 1
        if (message.context, message.id) not in wanted:
            problems.error(file, line, "left-over", f"The code says this no more. {UPDATE}")
        for code, text in check_message(message, forms):
            problems.error(file, line, code, "%(fault)s", fault=text)
    for _, sentence in wanted - {(message.context, message.id) for message in messages}:
        first = _forms(sentence)[0]
        problems.error(file, 1, "absent", f"Not in this file: “%(sentence)s” {UPDATE}", sentence=first)


def check_message(message: Message, forms: int) -> Iterator[tuple[str, str]]:
    """Yield (code, sentence) for each thing that is wrong with one translated message.

    The first form has the placeholders of the English singular or plural, every other those of the plural.
    """
    sources = _forms(message.id)
    given = _forms(message.string)
    if message.fuzzy:
        yield "fuzzy", "Marked as fuzzy: somebody has to look whether it is right."
    if len(given) != (forms if message.pluralizable else 1) or not all(text.strip() for text in given):
        yield "untranslated", "Not translated." if not any(given) else "A plural form is missing."
        return
    for nth, text in enumerate(given):
        allowed = sources if nth == 0 else sources[-1:]
        if _placeholders(text) not in [_placeholders(source) for source in allowed]:
            yield "placeholders", f"“{text}” has other placeholders than “{allowed[-1]}”."
        elif _can_be_filled(sources[-1]) and not _can_be_filled(text):
            yield "percent", f"“{text}” has a stray % in it; write %% for the sign itself."


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _can_be_filled(text: str) -> bool:
    try:
        text % dict.fromkeys(NAME_IN_PLACEHOLDER.findall(text), 1)
    except (ValueError, TypeError):
        return False
    return True


def update_catalogue(path: Path, language: str, template: Catalog) -> None:
    """Bring one catalogue to the sentences of the template, keeping what is translated and guessing nothing.

    Translations of sentences that the code no longer has stay at the end of the file as obsolete (``#~``).
    """
    new = Catalog(
        language, header_comment=f"# Isegoria in {Locale.parse(language).english_name}.", fuzzy=False
    )
    catalogue = _read(path, language) if path.exists() else new
    _take_back(catalogue, template)
    catalogue.update(template, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, _written(catalogue))


def _take_back(catalogue: Catalog, template: Catalog) -> None:
    """Give obsolete translations back to sentences that the code says again."""
    for key, message in list(catalogue.obsolete.items()):
        if template.get(message.id, message.context):
            catalogue.add(
                message.id, message.string, context=message.context, user_comments=message.user_comments
            )
            del catalogue.obsolete[key]


def compile_catalogues(folder: Path = TRANSLATIONS) -> list[str]:
    """Compile each catalogue that is newer than its compiled twin; return their languages.

    Raises CatalogueBroken for a catalogue that cannot be read.
    """
    done = []
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        target, language = source.with_suffix(".mo"), source.parts[-3]
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compiled = BytesIO()
            write_mo(compiled, _read(source, language))
            _replace(target, compiled.getvalue())
            done.append(language)
    return done


def _path(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "messages.po"


def _name(path: Path) -> str:
    """Return the path as people of the project say it, from the checkout on."""
    return path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else str(path)


def _read(path: Path, language: str) -> Catalog:
    try:
        return read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CatalogueBroken(path, error.lineno + 1, str(error)) from error
    except UnicodeDecodeError as error:
        raise CatalogueBroken(path, 1, f"This is not UTF-8: {error}") from error


def _written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file, without the headers that change at every writing (who, when)."""
    written = BytesIO()
    write_po(written, catalogue, sort_by_file=True, include_lineno=False)
    header, blank, rest = written.getvalue().partition(b"\n\n")
    lines = [line for line in header.split(b"\n") if not line.startswith(b'"') or line.startswith(HEADERS)]
    return b"\n".join(lines) + blank + rest


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


@click.group("translations", help="Extract, update, compile and check the translations of the interface.")
def group() -> None:
    """Hold the commands about translations."""


@group.command("extract")
def extract() -> None:
    """Write messages.pot: every sentence that the code says."""
    _replace(TRANSLATIONS / "messages.pot", extract_template())
    click.echo(TRANSLATIONS / "messages.pot")


@group.command("update")
@click.argument("languages", nargs=-1)
def update(languages: tuple[str, ...]) -> None:
    """Extract, then bring the catalogues of the LANGUAGES (all, if none is named) to what the code says."""
    template = extract_template()
    _replace(TRANSLATIONS / "messages.pot", template)
    for language in languages or TRANSLATED:
        try:
            update_catalogue(_path(TRANSLATIONS, language), language, read_po(BytesIO(template)))
        except (CatalogueBroken, UnknownLocaleError, ValueError) as error:
            raise click.ClickException(str(error)) from error
        click.echo(_path(TRANSLATIONS, language))


@group.command("compile")
def compile_() -> None:
    """Compile every catalogue that changed since it was compiled."""
    try:
        for language in compile_catalogues():
            click.echo(language)
    except CatalogueBroken as error:
        raise click.ClickException(str(error)) from error


@group.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(context: click.Context, form: str) -> None:
    """Say what is missing, fuzzy, broken or out of date; exit status 1 if anything is."""
    found = find_faults(TRANSLATIONS, extract_template()).found
    if form == "json":
        click.echo(json.dumps([_as_json(problem) for problem in found], ensure_ascii=False, indent=2))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"Problems found: {len(found)}", err=True)
    context.exit(1 if found else 0)


def _as_json(problem: Problem) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
    }

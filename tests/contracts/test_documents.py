"""What the documents tell people to type exists: every command with its options, and every setting."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lms.commands import main
from lms.settings import OF_THE_TESTS, PREFIX, settings_of_people
from tests.support.source import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "operating").iterdir())]
SETTING = re.compile(rf"{PREFIX}[A-Z][A-Z_]*[A-Z]")
TYPED = re.compile(r"^(?: {4,}(?P<line>.*)|```.*\n(?P<block>[\s\S]*?)^```)$|`(?P<words>[^`]+)`", re.MULTILINE)
CALL = re.compile(r"(?:(?:^|&& |; |=\S* )(?:lms|isegoria|drill)|/lms|\$lms\"|manage\.py) (?P<words>[^#;&>{]+)")
QUOTED = re.compile(r"\"[^\"]*\"")
OF_MANAGE = ("test",)  # what manage.py does by itself
ALL_COMMANDS = ("-h", "--help", "--version")


def typed_in(path: Path) -> Iterator[str]:
    """Yield what a document shows as typed: in backticks, indented or fenced; of a script every line that is no comment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        yield from (line.strip() for line in text.splitlines() if not line.lstrip().startswith("#"))
        return
    for found in TYPED.finditer(text):
        for piece in (found["line"] or found["block"] or found["words"].replace("\n", " ")).splitlines():
            yield piece.strip()


def calls_in(path: Path) -> Iterator[list[str]]:
    """Yield the words of every command of ours in a document, without what is explained beside it."""
    for piece in typed_in(path):
        for call in CALL.finditer(piece):
            words = QUOTED.sub("TEXT", re.split(r"\s{2,}", call["words"].strip())[0]).split()
            if words and words[0] not in ("TEXT", "…", *OF_MANAGE):
                yield words


def wrong_in(words: list[str]) -> Iterator[str]:
    """Yield the words of a call that the command line does not know; ``list|export`` stands for both."""
    name, *rest = words
    for each in name.split("|"):
        context = click.Context(main)
        found = main.get_command(context, each)
        if found is None and each not in ALL_COMMANDS:
            yield each
        elif isinstance(found, click.Group) and rest and not rest[0].startswith("-"):
            names = rest[0].split("|")
            yield from (f"{each} {sub}" for sub in names if found.get_command(context, sub) is None)
            subs = filter(None, (found.get_command(context, sub) for sub in names))
            yield from (option for sub in subs for option in unknown_options(sub, rest))
        elif found is not None:
            yield from unknown_options(found, rest)


def unknown_options(command: click.Command, words: list[str]) -> Iterator[str]:
    """Yield the options among the words that a command does not have."""
    known = {name for each in command.params for name in [*each.opts, *each.secondary_opts]} | set(ALL_COMMANDS)
    yield from (word for word in words if word.startswith("-") and word.split("=")[0].rstrip("].,") not in known)


@pytest.mark.mend("Write the command in the document as lms/commands/__init__.py and its --help have it, or build what the document promises.")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_the_documents_exists_with_its_options(path: Path) -> None:
    assert [(" ".join(words), wrong) for words in calls_in(path) for wrong in wrong_in(words)] == []


@pytest.mark.mend("The reading of documents in tests/contracts/test_documents.py finds no commands any more: mend its patterns.")
def test_the_commands_of_the_documents_are_found() -> None:
    found = {words[0] for path in DOCUMENTS for words in calls_in(path)}
    assert {"run", "serve", "worker", "doctor", "backup", "restore", "database", "library", "people", "bench"} - found == set()
    assert [wrong for words in (["serve", "--worker", "4"], ["people", "ad|add", "--rol", "x"], ["sing"]) for wrong in wrong_in(words)] == [
        "--worker", "people ad", "--rol", "sing",
    ]  # fmt: skip


@pytest.mark.mend("Write the setting in the document as lms/settings.py has it, or make it a field of Settings there.")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_setting_in_the_documents_exists(path: Path) -> None:
    known = {f"{PREFIX}{each.name.upper()}" for each in settings_of_people()} | {f"{PREFIX}{OF_THE_TESTS.upper()}"}
    assert sorted(set(SETTING.findall(path.read_text(encoding="utf-8"))) - known) == []


@pytest.mark.mend("Tell of the setting in the table of docs/settings.md.")
def test_every_setting_is_in_the_document_of_settings() -> None:
    told = set(re.findall(rf"^\| `({PREFIX}\w+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"{PREFIX}{each.name.upper()}" for each in settings_of_people()} - told == set()

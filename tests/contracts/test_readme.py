"""The README keeps its word, as far as a program can tell: its pictures, its commands, its links, and every setting."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from lms.commands import COMMANDS, main
from lms.settings import OF_THE_TESTS, PREFIX, settings_of_people
from tests.journeys.pictures import FOLDER, PICTURES
from tests.support.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
CODE = re.compile(r"^ {4}[^\n]*$|^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:manage\.py|\blms) ([a-z][a-z|]*(?: [a-z][a-z|]*)?)")
SETTING = re.compile(r"^\| `LMS_([A-Z_]+)` \|", re.MULTILINE)
MOST_BYTES, MOST_TOGETHER = 60_000, 400_000
FEWEST_WORDS = 8  # of an alternative text that says something
OF_MANAGE = ("run", "test")


@dataclass
class Shown(HTMLParser):
    """The pictures of a paper, with what is said for those who do not see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pictures: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a picture."""
        if tag == "img":
            said = dict(attrs)
            self.pictures.append((said.get("src") or "", said.get("alt") or ""))


@pytest.mark.mend(
    "Take the pictures anew with: .venv/bin/python -m tests.journeys.pictures. A picture of README.md is one of PICTURES in "
    "tests/journeys/pictures.py, and docs/pictures/ holds no other files."
)
def test_the_pictures_of_the_readme_are_those_that_the_command_takes() -> None:
    shown = sorted(source for source, _alt in Shown(README).pictures)
    taken = sorted(f"docs/pictures/{picture.file}" for picture in PICTURES)
    there = sorted(path.relative_to(ROOT).as_posix() for path in FOLDER.iterdir())
    assert (shown, there) == (taken, taken)


@pytest.mark.mend("Say in the alt of the picture in README.md what the file in docs/pictures/ shows: in a sentence, another one for each.")
def test_every_picture_is_told_in_words() -> None:
    told = [alt for _source, alt in Shown(README).pictures]
    assert [alt for alt in told if len(alt.split()) < FEWEST_WORDS or told.count(alt) > 1] == []


@pytest.mark.mend("Lower QUALITY or the size of the picture in tests/journeys/pictures.py, and take it anew.")
def test_pictures_are_small() -> None:
    sizes = {picture.name: (FOLDER / picture.file).stat().st_size for picture in PICTURES}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert sum(sizes.values()) <= MOST_TOGETHER


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
@pytest.mark.mend("Mend the link, or put the file where the link in this paper of docs/ or of the checkout says.")
def test_links_of_papers_lead_somewhere(paper: Path) -> None:
    words = CODE.sub("", paper.read_text(encoding="utf-8"))
    assert [link for link in LINK.findall(words) if not (paper.parent / link).exists()] == []


@pytest.mark.mend("Mend the command in README.md; those that exist stand in COMMANDS in lms/commands/__init__.py.")
def test_the_commands_of_the_readme_exist() -> None:
    code = "\n".join(CODE.findall(README))
    calls = {words for each in CALL.findall(code) for words in _spread(each)}
    assert {"people add", "certificate revoke", "doctor"} <= calls
    assert sorted(call for call in calls if not _exists(call)) == []


def _spread(call: str) -> list[str]:
    """Return a command for each of the words between which a bar stands."""
    name, _, rest = call.partition(" ")
    return [f"{name} {word}".strip() for word in rest.split("|")]


def _exists(call: str) -> bool:
    name, _, rest = call.partition(" ")
    if name not in COMMANDS:
        return name in OF_MANAGE
    command = main.get_command(click.Context(main), name)  # type: ignore[attr-defined]
    return not isinstance(command, click.Group) or not rest or rest in command.commands


@pytest.mark.mend("Give every setting of lms/settings.py a row in docs/settings.md, and no row to one that does not exist.")
def test_every_setting_is_explained() -> None:
    explained = SETTING.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    assert sorted(explained) == sorted([*(each.name.upper() for each in settings_of_people()), OF_THE_TESTS.upper()])
    assert sorted(set(re.findall(rf"{PREFIX}([A-Z_]+[A-Z])", README)) - set(explained)) == []

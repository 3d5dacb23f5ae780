"""``lms library new``: a course to write on, or a sentence and nothing written."""

from datetime import date
from pathlib import Path

import pytest

from lms.domain.courses.format.checker import check_course
from lms.exchange import folders
from lms.exchange.folders import read_folder, write_course
from lms.settings import Settings
from tests.integration.commands.conftest import Lms

TODAY = date(2026, 11, 21)
KEY = "late-answers"


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def uid_of(folder: Path, key: str) -> str:
    lines = (folder / "modules" / key / "course.yaml").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("uid:")).split()[1]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--title", 'Late answers: "soon", they said'),
        ("--languages", "en,bg"),
        ("--language", "bg", "--languages", "bg,en"),
        ("--language", "fr"),
    ],
)
def test_a_new_course_has_nothing_wrong_with_it_and_can_be_published(lms: Lms, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = lms("library", "new", KEY, str(tmp_path), *words)
    assert (said.status, sorted(said.lines)) == (0, [path for path in written(tmp_path) if Path(path).suffix])
    course_map, problems = check_course(KEY, read_folder(tmp_path, KEY), TODAY)
    untranslated = [each.facts["first"] for each in problems.found if each.code == "missing-translation"]  # nobody has put the title into another language
    assert (course_map is not None, len(problems.found), untranslated) == (True, len(untranslated), ["title"] if "--languages" in words else [])
    assert lms("library", "publish", str(tmp_path)).lines == [f"{KEY} 1.1 new"]


def test_it_says_what_to_do_next_and_the_files_say_where_to_read_how(lms: Lms, tmp_path: Path) -> None:
    said = lms("library", "new", KEY, str(tmp_path))
    assert f"lms library check {tmp_path} --course {KEY}" in said.err
    assert f"lms library publish {tmp_path} --course {KEY}" in said.err
    assert all("docs/writing.md" in path.read_text(encoding="utf-8") for path in (tmp_path / "modules" / KEY).iterdir())


def test_every_new_course_has_a_uid_of_its_own_and_is_called_by_its_key_unless_told(lms: Lms, tmp_path: Path) -> None:
    for key in (KEY, "early-answers"):
        assert lms("library", "new", key, str(tmp_path)).status == 0
    assert uid_of(tmp_path, KEY) != uid_of(tmp_path, "early-answers")
    assert 'title: {en: "Late answers"}' in (tmp_path / "modules" / KEY / "course.yaml").read_text(encoding="utf-8")
    assert lms("library", "check", str(tmp_path)).status == 0


def test_it_goes_into_the_library_of_the_site_before_there_is_a_database(bare: Lms, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    said = bare("library", "new", KEY, LMS_LIBRARY=str(library))
    assert (said.status, f"lms library check {library} --course {KEY}" in said.err) == (0, True)
    assert written(library)[:3] == ["content", f"content/{KEY}", f"content/{KEY}/en"]


def test_a_language_for_which_there_are_no_words_is_left_to_the_author_with_warnings_alone(lms: Lms, tmp_path: Path) -> None:
    said = lms("library", "new", KEY, str(tmp_path), "--languages", "en,de")
    assert (said.status, "not translated yet" in said.err) == (0, True)
    assert {problem.code for problem in check_course(KEY, read_folder(tmp_path, KEY), TODAY)[1].found} == {"missing-translation"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Late Answers",), "“Late Answers” is no key of a course"),
        (("../elsewhere",), "is no key of a course"),
        ((KEY, "--language", "English"), "“English” is no language tag"),
        ((KEY, "--languages", "en,Bulgarian"), "“Bulgarian” is no language tag"),
        ((KEY, "--title", " "), "title is empty"),
    ],
)
def test_what_cannot_be_a_course_is_refused_in_a_sentence_and_nothing_is_written(lms: Lms, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    said = lms("library", "new", words[0], str(tmp_path), *words[1:])
    assert (said.status, said.out, says in said.err, len(said.err.splitlines())) == (2, "", True, 1)
    assert written(tmp_path) == []


@pytest.mark.parametrize("top", ["modules", "content", "quizzes"])
def test_a_course_that_is_there_already_is_left_as_it_is(lms: Lms, tmp_path: Path, top: str) -> None:
    (tmp_path / top / KEY).mkdir(parents=True)
    said = lms("library", "new", KEY, str(tmp_path))
    assert (said.status, said.out, f"{top}/{KEY} is there already" in said.err) == (2, "", True)
    assert written(tmp_path) == [top, f"{top}/{KEY}"]


def test_a_folder_that_is_not_there_is_not_made(lms: Lms, settings: Settings, tmp_path: Path) -> None:
    said = lms("library", "new", KEY, str(tmp_path / "nowhere"))
    assert (said.status, "There is no folder" in said.err, (tmp_path / "nowhere").exists()) == (2, True, False)


def test_where_the_last_folder_cannot_be_put_in_place_the_others_are_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    plain = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if "quizzes" in target.parts:
            raise OSError(28, "No space left on device")
        return plain(self, target)

    monkeypatch.setattr(folders.Path, "rename", rename)
    with pytest.raises(OSError, match="No space"):
        write_course(tmp_path, KEY, {f"{top}/{KEY}/a.md": b"" for top in ("modules", "content", "quizzes")})
    assert written(tmp_path) == ["content"]

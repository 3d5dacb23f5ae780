"""A course as one zip file: the same bytes for the same course, and back again (course-format §1, §11)."""

import io
import os
import string
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange.bundles import FORMAT, UPGRADES, read_bundle, upgraded, write_bundle
from lms.exchange.folders import read_folder
from lms.exchange.unreadable import Unreadable
from lms.kernel.refusals import Refused
from lms.settings import CHECKOUT
from tests.makers import COURSE, COURSES
from tests.support.zips import Part, archive

FILES = {"modules/c/course.yaml": b"format: 1\n", "content/c/en/a.md": "Ето\n".encode(), "content/c/media/a.png": b"\r\n\x00"}
DIGEST = "5b8c18d60c7cfe2d1d24193d676de9fc83ac42dc17e5f9d49b688f06ee4aa908"
HEAD = f'format: 1\ncourse: c\ndigest: {DIGEST}\nwritten_by: "Isegoria {version("isegoria")}"\n'
WRITE = "import sys; from pathlib import Path; from lms.exchange.bundles import write_bundle; from lms.exchange.folders import read_folder, write_whole"
SHIPPED = "citizen-engagement"


def written(key: str, files: dict[str, bytes]) -> bytes:
    return b"".join(write_bundle(key, files))


def read(made: bytes) -> dict[str, bytes]:
    return read_bundle(io.BytesIO(made)).files


def refusal(made: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read_bundle(io.BytesIO(made))
    return refused.value


def test_a_bundle_is_these_bytes_and_no_others() -> None:
    """Sorted, uncompressed, without a time or an owner; so it is the same on every machine."""
    parts = [Part(path, FILES.get(path, HEAD.encode())) for path in ("bundle.yaml", *sorted(FILES))]
    assert written("c", FILES) == archive(*parts)


def test_the_order_in_which_files_come_does_not_matter() -> None:
    assert written("c", dict(reversed(FILES.items()))) == written("c", FILES)


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfformat: 1\n", b"format: 1\r\n", b"format: 1\r"], ids=["a BOM", "CRLF", "CR"])
def test_maps_with_one_digest_are_one_bundle(text: bytes) -> None:
    assert written("c", FILES | {"modules/c/course.yaml": text}) == written("c", FILES)


def test_other_programs_can_open_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written("c", FILES))) as opened:
        assert (opened.testzip(), sorted(opened.namelist())) == (None, ["bundle.yaml", *sorted(FILES)])
        assert {name: opened.read(name) for name in FILES} == FILES


@pytest.mark.parametrize(("root", "key"), [(CHECKOUT, SHIPPED), (COURSES, COURSE)], ids=["the shipped course", "the course of the tests"])
def test_a_course_survives_the_way_out_and_in_and_is_the_same_bytes_again(root: Path, key: str) -> None:
    files = read_folder(root, key)
    made = written(key, files)
    bundle = read_bundle(io.BytesIO(made))
    assert (bundle.key, bundle.files, bundle.written_by) == (key, files, f"Isegoria {version('isegoria')}")
    assert written(key, bundle.files) == made


@pytest.mark.slow
def test_every_process_writes_the_same_bytes_whatever_its_surroundings(tmp_path: Path) -> None:
    for number, (seed, zone, umask) in enumerate([("1", "UTC", 0o022), ("2", "Pacific/Kiritimati", 0o077)]):
        words = f"{WRITE}; write_whole(Path(sys.argv[1]), write_bundle({COURSE!r}, read_folder(Path(sys.argv[2]), {COURSE!r})))"
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        call = [sys.executable, "-c", words, str(tmp_path / f"{number}.zip"), str(COURSES)]
        subprocess.run(call, env=surroundings, umask=umask, cwd=CHECKOUT, check=True, timeout=120)
    made = written(COURSE, read_folder(COURSES, COURSE))
    assert [(tmp_path / f"{number}.zip").read_bytes() == made for number in (0, 1)] == [True, True]


NAMES = st.text(string.ascii_lowercase + "äя中-_ ", min_size=1, max_size=12).map(lambda name: f"x{name}x")
PATHS = st.builds("{}/c/{}/{}.{}".format, st.sampled_from(["modules", "content", "quizzes"]), NAMES, NAMES, st.sampled_from(["png", "bin"]))


@given(st.dictionaries(PATHS, st.binary(max_size=300), min_size=1, max_size=8))
def test_any_map_survives_the_way_out_and_in(files: dict[str, bytes]) -> None:
    assert read(written("c", files)) == files


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("content/c/en/../a.md", Unreadable.UPWARD),
        ("content/c/en/\\.md", Unreadable.BACKSLASH),
        ("content/d/en/a.md", Unreadable.SEVERAL),
        ("a.md", Unreadable.OUTSIDE),
        ("content/c/en/A.md", Unreadable.CLASH),
        ("content/c/en/large.md", Unreadable.LARGE),
    ],
)
def test_what_could_not_be_read_again_is_not_written(path: str, reason: Unreadable) -> None:
    with pytest.raises(Refused) as refused:
        written("c", FILES | {path: bytes(1024 * 1024 + 1)})
    assert refused.value.reason is reason


def test_a_map_is_written_under_its_own_key_alone() -> None:
    with pytest.raises(Refused) as refused:
        written("d", FILES)
    assert refused.value.reason is Unreadable.KEY


def foreign(files: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file as another program makes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as opened:
        for name, body in files.items():
            opened.writestr(name, body)
    return file.getvalue()


LEFT_OUT = {
    "__MACOSX/content/c/en/._a.md": b"x",
    ".DS_Store": b"x",
    "content/.DS_Store": b"x",
    "content/c/en/Thumbs.db": b"x",
    "content/c/desktop.ini": b"x",
    "content/c/en/a.md~": b"x",
    "content/c/.git/config": b"x",
    "modules/c/": b"",
    "empty/": b"",
}


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED], ids=["deflated", "stored"])
def test_a_course_that_somebody_packed_by_hand_is_read_without_what_systems_leave(packed: int) -> None:
    bundle = read_bundle(io.BytesIO(foreign(FILES | LEFT_OUT, packed)))
    assert (bundle.key, bundle.files, bundle.written_by) == ("c", FILES, "")


class Pipe(io.RawIOBase):
    """A file in which nobody can go back, so that sizes stand after each file."""

    def __init__(self) -> None:
        self.made = b""

    def writable(self) -> bool:
        return True

    def write(self, body: object) -> int:
        self.made += bytes(body)  # type: ignore[call-overload]
        return len(bytes(body))  # type: ignore[call-overload]


def test_a_zip_file_that_was_made_in_one_go_is_read() -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, body in FILES.items():
            opened.writestr(name, body)
    assert read(pipe.made) == FILES


def headed(head: str | bytes, files: dict[str, bytes] | None = None) -> bytes:
    """Return a bundle whose ``bundle.yaml`` says this."""
    return foreign({"bundle.yaml": head if isinstance(head, bytes) else head.encode(), **(FILES if files is None else files)})


HEADS = {
    "nothing": "",
    "a list": "- format: 1\n",
    "a text": "format",
    "no YAML": "format: [",
    "not UTF-8": b"format: \xff",
    "no digest": HEAD.replace("digest:", "x:"),
    "one thing more": HEAD + "more: x\n",
    "one list more": HEAD + "more: [x]\n",
    "nothing for the digest": HEAD.replace(f"digest: {DIGEST}\n", ""),
    "a thing twice": HEAD + "course: c\n",
    "a map for a text": HEAD.replace("course: c", "course: {c: c}"),
    "a format of nought": HEAD.replace("format: 1", "format: 0"),
    "a format in words": HEAD.replace("format: 1", "format: one"),
    "a course that is no key": HEAD.replace("course: c", "course: A Course"),
    "a course that moves the cursor": HEAD.replace("course: c", 'course: "\\e[2J"'),
    "a program that moves the cursor": HEAD.replace("Isegoria", "\\e[2J"),
    "an alias": HEAD.replace("course: c", "course: *c"),
    "an escape that is no character": HEAD.replace("course: c", 'course: "\\UFFFFFFFF"'),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_bundle_that_does_not_say_what_it_is_is_refused(head: str | bytes) -> None:
    assert refusal(headed(head)).reason is Unreadable.HEAD


def test_a_bundle_that_says_what_it_is_is_read() -> None:
    assert read(headed(HEAD)) == FILES


@pytest.mark.parametrize("head", [HEAD.replace("format: 1", "format: 2"), "format: 99\nof: another kind\n"], ids=["alike", "of another kind"])
def test_what_a_newer_program_made_is_refused_in_words(head: str) -> None:
    refused = refusal(headed(head))
    assert (refused.reason, refused.facts) == (Unreadable.NEWER, {"format": head[8:10].strip(), "most": 1})


def test_a_large_head_is_not_read() -> None:
    assert refusal(headed("#" * 4097)).reason is Unreadable.LARGE


@pytest.mark.parametrize(
    "files",
    [
        FILES | {"content/c/en/a.md": b"changed"},
        FILES | {"content/c/en/b.md": b"more"},
        {path: body for path, body in FILES.items() if not path.endswith(".png")},
        {path.replace("a.md", "b.md"): body for path, body in FILES.items()},
    ],
    ids=["changed", "one more", "one less", "renamed"],
)
def test_files_of_which_the_bundle_does_not_speak_are_refused(files: dict[str, bytes]) -> None:
    assert refusal(headed(HEAD, files)).reason is Unreadable.DIGEST


def test_the_head_of_another_course_is_refused() -> None:
    refused = refusal(headed(HEAD.replace("course: c", "course: d")))
    assert (refused.reason, refused.facts) == (Unreadable.OTHER, {"path": "c", "other": "d"})


def test_there_is_one_format_yet_and_nothing_to_upgrade() -> None:
    assert (FORMAT, UPGRADES, upgraded(FILES, 1)) == (1, (), FILES)


def test_an_older_map_takes_every_step_from_its_own_format_on() -> None:
    steps = [lambda files, name=name: {**files, name: str(len(files)).encode()} for name in ("two", "three")]
    assert upgraded({}, 1, steps) == {"two": b"0", "three": b"1"}
    assert upgraded({}, 2, steps) == {"three": b"0"}
    assert upgraded({}, 3, steps) == {}

"""Feeds the reader, the checker and the sanitiser what nobody would write, and says what went wrong.

    python -m tests.support.course_fuzz reader --seconds 600 --seed 1

Targets: ``reader`` (read_course), ``checker`` (check_course), ``sanitiser`` (render, then the HTML read again by a
parser that is not ours). The same seed makes the
same texts. Whatever is found is kept as a file, with the seed and the number of the text in its name.
"""

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from types import FrameType

from lms.domain.courses.format.checker import check_course
from lms.domain.courses.format.library import read_course
from lms.kernel.problems import Problems
from lms.platform.markdown import Resolved, Target, render
from tests.support.html_faults import faults_of
from tests.support.strange_texts import MARKDOWN, QUIZ, YAML, mixed, mutated, structures

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
MOST_SECONDS = 2.0
PATIENCE = 20
COURSE = "format: 1\nuid: 0123456789abcdef0123456789abcdef\nkind: course\ntitle: {en: A, bg: Б}\nsource: en\nlanguages: [en, bg]\nmodules: [one]\n"
MODULE = "title: {en: One, bg: Едно}\nactivities:\n  - lesson: first\n  - quiz: test\ntrainer: [notes]\n"
LESSON = "---\ntitle: First\n---\n\n"
QUIZ_FRONT = "---\ntitle: Test\nmode: practice\n---\n\n"
PLACES = {
    "modules/c/course.yaml": YAML,
    "modules/c/one.yaml": YAML,
    "content/c/en/first.md": MARKDOWN,
    "content/c/bg/first.md": MARKDOWN,
    "content/c/en/notes.md": MARKDOWN,
    "quizzes/c/en/test.md": QUIZ,
    "quizzes/c/bg/test.md": QUIZ,
}


class Late(BaseException):
    """A text took longer than anybody waits."""


@dataclass
class Findings:
    """What went wrong, and the slowest texts with their sizes."""

    target: str
    seed: int
    keep: Path
    wrong: dict[str, int] = field(default_factory=dict)
    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    done: int = 0

    def note(self, what: str, text: bytes) -> None:
        """Keep a text about which something is wrong, a few of each kind."""
        self.wrong[what] = self.wrong.get(what, 0) + 1
        if self.wrong[what] <= 2:
            self.keep.mkdir(parents=True, exist_ok=True)
            name = f"{self.target}-{self.seed}-{self.done}-{len(self.wrong)}.txt"
            (self.keep / name).write_bytes(text)
            print(f"{name}: {what}", flush=True)  # noqa: T201

    def took(self, seconds: float, size: int, about: str) -> None:
        """Remember a text among the slowest for its size."""
        self.slowest = sorted([*self.slowest, (seconds, size, about)], reverse=True)[:10]


def library() -> dict[str, bytes]:
    """Return the shipped and the made-up course files, by path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for top in (ROOT, ROOT / "tests" / "courses")
        for folder in ("content", "modules", "quizzes")
        for path in sorted((top / folder).rglob("*"))
        if path.suffix in (".md", ".yaml")
    }


def courses(chance: Random) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield courses without end, most of their files sound and one or two strange; with what is strange."""
    shipped = library()
    groups = {ending: [body for path, body in shipped.items() if path.startswith(ending)] for ending in ("modules", "content", "quizzes")}
    base = sound_course()
    while True:
        files = dict(base)
        about = []
        for path in chance.sample(sorted(PLACES), chance.choice((1, 1, 2, 3))):
            kind = path.partition("/")[0]
            files[path] = _strange(path, groups[kind], chance)
            about.append(path)
        if chance.random() < 0.1:
            path = chance.choice(("content/c/en/FIRST.md", "content/c/media/bg/a.vtt", "content/c/media/a.svg", "content/c/media/a.vtt", "content/c/en/cards/x.md", "modules/c/two.yaml", "quizzes/d/en/x.md", "content/c/xx"))
            files[path] = mixed(MARKDOWN, chance, 200).encode("utf-8", "surrogatepass")
        yield " ".join(about), files


def sound_course() -> dict[str, bytes]:
    """Return the files of a course without an error, in two languages."""
    quiz = "## a\n\nYes?\n\n- (x) a\n  > Good.\n- ( ) b\n\n## b\n\nHow many?\n\n= 7\n"
    texts = {
        "modules/c/course.yaml": COURSE, "modules/c/one.yaml": MODULE,
        "content/c/en/first.md": LESSON + "## A {#a}\n\nText with [[test]].\n", "content/c/bg/first.md": LESSON + "## А {#a}\n\nТекст.\n",
        "content/c/en/notes.md": LESSON + "Notes.\n", "quizzes/c/en/test.md": QUIZ_FRONT + quiz, "quizzes/c/bg/test.md": "---\ntitle: Т\n---\n" + quiz,
    }  # fmt: skip
    return {path: text.encode() for path, text in texts.items()}


def _strange(path: str, like: list[bytes], chance: Random) -> bytes:
    atoms = PLACES[path] + (MARKDOWN if path.startswith("quizzes") else ())
    if chance.random() < 0.55:
        return mutated(chance.choice([*like, sound_course()[path]]), like, atoms, chance)
    front = LESSON if path.startswith("content") else QUIZ_FRONT if path.startswith("quizzes") else COURSE if path.endswith("course.yaml") else MODULE
    size = chance.choice((20, 50, 100, 200, 400, 1000, 2000, 2000, 5000, 20_000 if chance.random() < 0.5 else 400, 200_000 if chance.random() < 0.2 else 300))
    if chance.random() < 0.3:
        made = structures(atoms)
        text = made[chance.choice(sorted(made))](size)
    else:
        text = mixed(atoms, chance, size)
    return ((front if chance.random() < 0.9 else "") + text).encode("utf-8", "surrogatepass")


def faults_in_course(files: dict[str, bytes], look: Callable[[], Problems]) -> list[str]:
    """Return what no course may bring about: problems elsewhere than in its files, or other ones the second time."""
    problems = look()
    faults = []
    for problem in problems.found:
        body = files.get(problem.file)
        if body is None:
            faults += [] if problem.code in ("missing-course", "bad-key") else [f"{problem.code}: in no file of the map"]
        elif not 1 <= problem.line <= _lines(body):
            faults.append(f"{problem.code}: line {problem.line} of {_lines(body)}")
        if "%(" in problem.message:
            faults.append(f"{problem.code}: {problem.message}")
        problem.message.encode("utf-8")
    if [str(each) for each in look().found] != [str(each) for each in problems.found]:
        faults.append("other problems the second time")
    return faults


def _lines(body: bytes) -> int:
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1


def read(files: dict[str, bytes]) -> Problems:
    """Read a course and return what the reader says."""
    return read_course("c", files)[1]


def check(files: dict[str, bytes]) -> Problems:
    """Check a course and return what the checker says."""
    return check_course("c", files, TODAY)[1]


def resolved(kind: Target, target: str) -> Resolved | None:
    """Answer that nearly everything is there, at an address made of what was asked for."""
    return None if len(target) > 200 else Resolved(f"/media/{'x' * (len(target) % 9 + 1)}.svg" if kind == "media" else f"/learn/{len(target)}", target)


def texts(chance: Random) -> Iterator[tuple[str, str]]:
    """Yield Markdown without end."""
    shipped = [body for path, body in library().items() if path.endswith(".md")]
    while True:
        body = _strange("content/c/en/first.md", shipped, chance)
        yield "text", body.decode("utf-8", chance.choice(("replace", "surrogatepass")) if _is_utf8(body) else "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def faults_in_text(text: str) -> list[str]:
    """Return what no text may bring about in the HTML that readers get."""
    first = render(text, document="d", resolve=resolved)
    faults = faults_of(first.html)
    if render(text, document="d", resolve=resolved) != first:
        faults.append("other HTML the second time")
    return faults


def run(target: str, seconds: float, seed: int, keep: Path) -> Findings:
    """Feed one target until the time is over."""
    chance, found = Random(seed), Findings(target, seed, keep)
    until = time.monotonic() + seconds
    if target == "sanitiser":
        for about, text in texts(chance):
            _one(found, about, text.encode("utf-8", "surrogatepass"), lambda text=text: faults_in_text(text))  # type: ignore[misc]
            if time.monotonic() > until:
                break
        return found
    look = read if target == "reader" else check
    for about, files in courses(chance):
        shown = b"".join(b"==== %s\n%s\n" % (path.encode(), files[path]) for path in files if path in about or path not in PLACES)
        _one(found, about, shown, lambda files=files: faults_in_course(files, lambda: look(files)))  # type: ignore[misc]
        if time.monotonic() > until:
            break
    return found


def _one(found: Findings, about: str, shown: bytes, look: Callable[[], list[str]]) -> None:
    """Look at one text; twice the time is allowed, for everything is looked at twice."""
    found.done += 1
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        for fault in look():
            found.note(fault, shown)
    except (Exception, Late) as error:  # noqa: BLE001 - whatever it is, it is what we look for
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [each for each in traceback.extract_tb(error.__traceback__) if "/lms/" in each.filename][-1:]
        where = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in (last, *ours))
        found.note(f"{type(error).__name__} in {where}", shown)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    seconds = (time.process_time() - began) / 2
    found.took(seconds, len(shown), f"{found.done} {about}")
    if seconds > MOST_SECONDS:
        found.note(f"slower than {MOST_SECONDS:.0f} s in {about}", shown)


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise Late


def main() -> int:
    """Run one target; exit status 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=("reader", "checker", "sanitiser"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=ROOT / "instance" / "fuzz")
    given = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _late)
    print(f"seed {given.seed}", flush=True)  # noqa: T201
    found = run(given.target, given.seconds, given.seed, given.keep)
    for seconds, size, about in found.slowest:
        print(f"{seconds:6.2f} s  {size:8} bytes  {about}")  # noqa: T201
    for what, times in sorted(found.wrong.items()):
        print(f"{times} times: {what}")  # noqa: T201
    print(f"{given.target}: {found.done} texts, {len(found.wrong)} kinds of finding")  # noqa: T201
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

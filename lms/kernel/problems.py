"""Problems found in somebody's files: each with its place, all of them reported, none raised."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it is, how bad it is, and what to do about it.

    ``line`` counts from 1. ``text`` is an English template with ``%(name)s`` places for ``facts``, so that the edge
    can say it in the reader's language.
    """

    file: str
    line: int
    severity: Severity
    code: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text % self.facts if self.facts else self.text.replace("%%", "%")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message} [{self.code}]"


class Problems:
    """Collects problems; whoever finds one goes on looking."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def error(self, file: str, line: int, code: str, text: str, **facts: Any) -> None:
        """Note something that forbids publishing."""
        self._found.append(Problem(file, line, "error", code, text, facts))

    def warning(self, file: str, line: int, code: str, text: str, **facts: Any) -> None:
        """Note something that should be mended but forbids nothing."""
        self._found.append(Problem(file, line, "warning", code, text, facts))

    def add(self, others: "Problems") -> None:
        """Take over what somebody else has found."""
        self._found.extend(others._found)

    def but(self, files: Collection[str]) -> "Problems":
        """Return what was found, without what is wrong with these files."""
        return self.those(lambda problem: problem.file not in files)

    def of_files(self, is_meant: Callable[[str], bool]) -> "Problems":
        """Return the problems of the files that are meant."""
        return self.those(lambda problem: is_meant(problem.file))

    def those(self, are_meant: Callable[[Problem], bool]) -> "Problems":
        """Return the problems that are meant."""
        some = Problems()
        some._found = [problem for problem in self._found if are_meant(problem)]
        return some

    @property
    def found(self) -> list[Problem]:
        """Everything found, by file, line and code, each problem once."""
        once = {(p.file, p.line, p.severity, p.code, p.message): p for p in self._found}
        return [once[place] for place in sorted(once)]

    @property
    def has_errors(self) -> bool:
        """Whether anything found forbids publishing."""
        return any(problem.severity == "error" for problem in self._found)

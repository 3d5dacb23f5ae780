"""Where the kinds say what is wrong with a question: problems of one file, by line."""

from dataclasses import dataclass
from typing import Any

from lms.kernel.problems import Problems


@dataclass(frozen=True)
class Findings:
    """The problems of one file."""

    file: str
    problems: Problems

    def error(self, line: int, code: str, text: str, **facts: Any) -> None:
        """Note something that forbids publishing."""
        self.problems.error(self.file, line, code, text, **facts)

    def warning(self, line: int, code: str, text: str, **facts: Any) -> None:
        """Note something that should be mended but forbids nothing."""
        self.problems.warning(self.file, line, code, text, **facts)

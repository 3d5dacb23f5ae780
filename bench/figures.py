"""A figure beside its limit, with how it was measured, its median and its spread; and the state of the machine."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

LOOP = 20_000


@dataclass(frozen=True)
class Spread:
    """The middle of several samples, and between what the middle half of them lies."""

    median: float
    low: float
    high: float
    samples: int

    def __str__(self) -> str:
        return f"median of {self.samples}, half of them between {_short(self.low)} and {_short(self.high)}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Something that was measured. ``beside`` is what it is compared with, measured in the same run."""

    name: str
    says: str
    value: float
    unit: str
    limit: float
    how: str
    beside: str = ""
    spread: Spread | None = None
    at_least: bool = False
    again: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def lines(self) -> list[str]:
        """Return the figure in words, its limit first."""
        bound = "at least" if self.at_least else "at most"
        verdict = "ok" if self.holds else "NOT WITHIN ITS LIMIT"
        rest = [self.beside, f"how: {self.how}", str(self.spread or ""), f"again: {self.again}"]
        head = (
            f"{self.says}: {_short(self.value)} {self.unit} (limit: {bound} {_short(self.limit)})  {verdict}"
        )
        return [head, *(f"    {line}" for line in rest if line)]

    def plain(self) -> dict[str, Any]:
        """Return the figure as data."""
        return {**asdict(self), "holds": self.holds}


def _short(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e6 else f"{value:.2f}"


def spread_of(samples: Sequence[float]) -> Spread:
    """Return median and quartiles of at least two samples."""
    low, median, high = statistics.quantiles(samples, n=4, method="inclusive")
    return Spread(median, low, high, len(samples))


def cpu_milliseconds(work: Callable[[], object]) -> float:
    """Return the CPU time that the work takes in this process, in milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _loop() -> int:
    total = 0
    for number in range(LOOP):
        total += number * number % 7
    return total


def machine() -> dict[str, Any]:
    """Return what the figures of one run can be judged by: the Python, the cores, their load, and how fast they are now."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "loop_ms": round(statistics.median(cpu_milliseconds(_loop) for _ in range(25)), 2),
    }


def machine_in_words(state: dict[str, Any]) -> str:
    """Return the state of the machine in one line."""
    return (
        f"Python {state['python']} on {state['system']}, {state['cores']} cores, load {state['load']};"
        f" {LOOP} steps of a loop take {state['loop_ms']} ms of CPU"
    )

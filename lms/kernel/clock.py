"""The one place that asks the machine what time it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that says what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it was set until it is moved; for tests and demonstrations."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant at which this clock was set."""
        return self.at

    def move(self, step: timedelta) -> datetime:
        """Move the clock by ``step`` and return the new instant."""
        self.at += step
        return self.at

"""People who sign in with their passwords while a thousand learners save answers: what the learners notice of it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from bench.browser import Browser
from bench.crowd import Crowd, Learner, gather, lost, signed_in
from bench.figures import Figure
from bench.served import THREADS, served
from bench.site import Site

SIGN_INS_A_SECOND = 1000 / 300  # a thousand in five minutes
SAVES_A_SECOND = 1000 / 60  # a thousand learners, each an answer a minute
LEARNERS = 1000
PIECES = 4  # of the time, half of them with people who sign in, in turn
SECONDS = 60  # of sign-ins, where nothing else is said
CONNECTIONS = 64
SEED = 1  # of the moments at which people come: each at some moment of its turn, for nobody walks in step
SIGN_IN_LIMIT, SAVES_LIMIT = 2.0, 1.5


@dataclass
class Waited:
    """How long requests took, from the moment at which they were due, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def part(self, share: float) -> float:
        """Return within how many milliseconds such a share of them was answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def __str__(self) -> str:
        return f"half within {self.part(0.5):.1f} ms, 95 in a hundred within {self.part(0.95):.1f} ms"


def measure(site: Site, seconds: int = SECONDS) -> Iterator[Figure]:
    """Yield by how much the learners' slowest twentieth grows, how the sign-ins fare, and what went wrong or was lost."""
    crowd = gather(site, LEARNERS, round(seconds * SIGN_INS_A_SECOND))
    without, along, signing_in = Waited(), Waited(), Waited()
    with served(site) as server, ThreadPoolExecutor(CONNECTIONS) as pool:
        desk = _Desk(server.address, site.quiz_path, crowd, pool)
        desk.save(5, Waited())  # before: what is kept in memory is there
        for piece in range(PIECES):
            begins = bool(piece % 2)
            visitors = threading.Thread(target=desk.sign_in, args=(seconds / (PIECES / 2), signing_in))
            if begins:
                visitors.start()
            desk.save(seconds / (PIECES / 2), along if begins else without)
            if begins:
                visitors.join()
    yield from _figures(site, crowd, without, along, signing_in)


class _Desk:
    """Sends requests when they are due, however long the others take."""

    def __init__(self, address: str, path: str, crowd: Crowd, pool: ThreadPoolExecutor) -> None:
        self._address, self._path, self._crowd, self._pool = address, path, crowd, pool
        self._learners, self._emails = cycle(crowd.learners), iter(crowd.emails)
        self._chance = Random(SEED)  # noqa: S311 – nothing is to be guessed here

    def save(self, seconds: float, into: Waited) -> None:
        """Let one learner after the other save an answer."""
        self._send(seconds, SAVES_A_SECOND, lambda: self._saving(next(self._learners)), into)

    def sign_in(self, seconds: float, into: Waited) -> None:
        """Let one person after the other sign in."""
        self._send(seconds, SIGN_INS_A_SECOND, lambda: self._signing_in(next(self._emails)), into)

    def _saving(self, learner: Learner) -> Callable[[], None]:
        return lambda: learner.save(Browser.at(self._address, learner.cookies), self._path)

    def _signing_in(self, email: str) -> Callable[[], None]:
        return lambda: Browser.at(self._address).sign_in(email, self._crowd.password)

    def _send(self, seconds: float, rate: float, task: Callable[[], Callable[[], None]], into: Waited) -> None:
        began, waiting = time.monotonic(), list[Future[None]]()
        for number in range(round(seconds * rate)):
            due = began + (number + self._chance.random()) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            waiting.append(self._pool.submit(_timed, task(), due, into))
        for each in waiting:
            each.result()


def _timed(send: Callable[[], None], due: float, into: Waited) -> None:
    try:
        send()
    except (RuntimeError, OSError) as error:
        into.errors.append(str(error))
        return
    into.seconds.append(time.monotonic() - due)


def _figures(site: Site, crowd: Crowd, without: Waited, along: Waited, signing_in: Waited) -> Iterator[Figure]:
    how = (
        f"{SAVES_A_SECOND:.1f} answers a second by {LEARNERS} learners in the middle of a test, in {PIECES} pieces of time, in every second of which"
        f" {SIGN_INS_A_SECOND:.2f} people a second sign in, each once, by page and form; each at a random moment of its turn, all sent when due over connections of their own,"
        f" timed from then on; one served worker with {THREADS} threads, client on the same machine"
    )
    yield Figure(
        name="sign-ins-saves",
        says=f"Saving an answer while {len(signing_in.seconds)} people sign in, against nobody signing in: the slowest twentieth",
        value=round(along.part(0.95) / without.part(0.95), 3),
        unit="times",
        limit=SAVES_LIMIT,
        beside=f"without: {without} ({len(without.seconds)} answers); with: {along} ({len(along.seconds)} answers)",
        how=how,
    )
    yield Figure(
        name="sign-ins-wait",
        says="Signing in meanwhile, the slowest twentieth",
        value=round(signing_in.part(0.95) / 1000, 3),
        unit="s",
        limit=SIGN_IN_LIMIT,
        beside=f"{signing_in}; {len(signing_in.seconds)} people, the page and the form together",
        how=how,
    )
    errors = [*without.errors, *along.errors, *signing_in.errors]
    missing = lost(site, crowd), len(signing_in.seconds) - signed_in(site)
    acknowledged = sum(len(each.acknowledged) for each in crowd.learners)
    yield Figure(
        name="sign-ins-errors",
        says="Requests that failed, answers acknowledged and not stored, people signed in and not known",
        value=len(errors) + missing[0] + max(0, missing[1]),
        unit="things",
        limit=0,
        beside=f"{len(errors)} failed{': ' + errors[0] if errors else ''}; {missing[0]} of {acknowledged} answers lost; {max(0, missing[1])} sign-ins lost",
        how="every acknowledged answer is compared with its row, and the sign-ins are counted, after the server has stopped",
    )

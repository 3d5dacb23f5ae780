"""Serving: where the site may be served and where not, and real processes that are reached over the network."""

import json
import re
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from lms.commands import running, serving
from lms.commands.demo_people import PASSWORD
from lms.commands.edge import Unable
from lms.commands.server import open_door
from lms.domain.people.models import Person
from lms.settings import CHECKOUT
from tests.integration.commands.conftest import Lms, Started
from tests.makers import COURSE, Makers

Start = Callable[..., Started]
ADDRESS = r"^Isegoria is served at (http://\S+)$"
TEST_LIBRARY = Path(__file__).parents[2] / "courses"


class Served(AssertionError):
    """The site would have been served; in these tests that must not go on for ever."""


@pytest.fixture(autouse=True)
def never_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a command of this process would serve; what really serves are processes of their own."""

    def fail(*_arguments: object, **_named: object) -> None:
        raise Served

    for module in (serving, running):
        monkeypatch.setattr(module, "serve_at", fail)


@contextmanager
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        yield taken.getsockname()[1]


DOORS = {
    "this machine": ("127.0.0.1", r"http://127\.0\.0\.1:\d+", True),
    "this machine by name": ("localhost", r"http://localhost:\d+", True),
    "this machine by IPv6": ("::1", r"http://\[::1\]:\d+", True),
    "everywhere": ("0.0.0.0", r"http://127\.0\.0\.1:\d+", False),
}


@pytest.mark.parametrize(("host", "address", "is_loopback"), DOORS.values(), ids=DOORS.keys())
def test_a_door_knows_the_address_that_leads_to_it(host: str, address: str, is_loopback: bool) -> None:
    door = open_door(host, 0)
    with closing(door.socket):
        assert re.fullmatch(address, door.address)
        assert door.address.endswith(f":{door.socket.getsockname()[1]}")
        assert door.is_loopback is is_loopback


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with taken_port() as port, pytest.raises(Unable) as refused:
        open_door("127.0.0.1", port)
    assert refused.value.message == (
        f"Port {port} of 127.0.0.1 is in use by another program. Stop that one, or choose another port: --port {port + 1}"
    )


def test_an_open_door_is_in_use_before_anything_is_served() -> None:
    door = open_door("127.0.0.1", 0)
    with closing(door.socket), pytest.raises(Unable, match="is in use by another program"):
        open_door("127.0.0.1", door.socket.getsockname()[1])


STRANGE = {
    "no address of this machine": ("192.0.2.1", "192.0.2.1 is not an address of this machine"),
    "no address at all": ("no..address", "There is no address no..address"),
}


@pytest.mark.parametrize(("host", "sentence"), STRANGE.values(), ids=STRANGE.keys())
def test_a_door_that_cannot_be_opened_is_said(host: str, sentence: str) -> None:
    with pytest.raises(Unable, match=re.escape(sentence)):
        open_door(host, 0)


@pytest.mark.parametrize("command", ["serve", "run"])
def test_nothing_is_done_when_the_port_is_in_use(bare: Lms, tmp_path: Path, command: str) -> None:
    with taken_port() as port:
        said = bare(command, "--port", str(port))
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(f"Error: Port {port} of 127.0.0.1 is in use")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_set_up_is_not_served(bare: Lms, tmp_path: Path) -> None:
    said = bare("serve", "--port", "0")
    assert (said.status, said.out, said.err) == (
        2,
        "",
        f"Error: The site in {tmp_path / 'instance'} has no database yet. Run: lms database upgrade. Or did you mean another site? Say so in LMS_INSTANCE.\n",
    )


def test_a_site_that_others_reach_must_know_its_address(lms: Lms) -> None:
    said = lms("serve", "--host", "0.0.0.0", "--port", "0")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(
        "Error: Other machines can reach 0.0.0.0, so this site must know the address that people use:"
    )


OPEN = {
    "by its door": ("0.0.0.0", {"LMS_BASE_URL": "http://127.0.0.1:8000"}),
    "by its address": ("127.0.0.1", {"LMS_BASE_URL": "https://learn.example.eu"}),
    "by both": ("0.0.0.0", {"LMS_BASE_URL": "https://learn.example.eu"}),
}


@pytest.mark.parametrize("command", ["serve", "run"])
@pytest.mark.parametrize(("host", "environment"), OPEN.values(), ids=OPEN.keys())
def test_demo_people_are_not_served_to_others(
    lms: Lms, make: Makers, command: str, host: str, environment: dict[str, str]
) -> None:
    make.course()
    make.person(is_demo=True)
    said = lms(command, "--host", host, "--port", "0", **environment)
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines()[-1].startswith(
        "Error: There are demo people here, whose password everybody knows"
    )


@pytest.mark.slow
def test_run_makes_no_demo_people_behind_an_open_door(lms: Lms, make: Makers) -> None:
    with pytest.raises(Served):
        lms("run", "--host", "0.0.0.0", "--port", "0", LMS_BASE_URL="http://127.0.0.1:8000", LMS_LIBRARY=str(CHECKOUT))
    assert make.rows(select(func.count()).select_from(Person)) == [(0,)]


def read(address: str) -> tuple[int, str]:
    with urlopen(address, timeout=60) as answer:
        return answer.status, answer.read().decode()


@pytest.mark.server
@pytest.mark.slow
def test_run_sets_up_everything_once_and_serves_it(process: Start, tmp_path: Path) -> None:
    first = process("run", "--port", "0")
    address = first.says(ADDRESS)[1]
    assert json.loads(read(f"{address}/readyz")[1]) == {"status": "ok"}
    assert "Citizen engagement in policy making" in read(f"{address}/courses/")[1]
    said = first.end(signal.SIGINT)
    assert said.status == 0
    assert said.lines == [
        f"Isegoria is served at {address}",
        "Stop it with Ctrl+C.",
        "Sign in as",
        "  learner@demo.example     learner",
        "  trainer@demo.example     trainer",
        "  admin@demo.example       admin",
        f"Password: {PASSWORD}",
        f"Letters are only written into the folder {tmp_path / 'instance' / 'outbox'}",
    ]
    assert said.err.splitlines() == [
        "Setting up the database …",
        "Looking at the course library …",
        "Published citizen-engagement 1.1 (new).",
        "Making 30 demo people …",
    ]
    again = process("run", "--port", "0")
    again.says(ADDRESS)
    said = again.end(signal.SIGTERM)
    assert (said.status, said.err) == (0, "Looking at the course library …\n")


@pytest.mark.server
@pytest.mark.slow
def test_run_without_demo_people_tells_how_to_make_an_account(process: Start, tmp_path: Path) -> None:
    started = process("run", "--no-demo", "--port", "0", LMS_LIBRARY=str(TEST_LIBRARY))
    started.says(ADDRESS)
    said = started.end(signal.SIGINT)
    assert said.status == 0
    assert said.lines[2].startswith(
        "Nobody has an account yet. Make one for yourself: python3 manage.py people add"
    )
    assert "demo" not in (said.out + said.err).replace(str(tmp_path), "")


@pytest.mark.server
@pytest.mark.slow
def test_serve_serves_what_is_there_under_the_address_that_is_set(process: Start, tmp_path: Path) -> None:
    assert process("database", "upgrade").end().status == 0
    assert process("library", "publish", str(TEST_LIBRARY)).end().status == 0
    with closing(sqlite3.connect(tmp_path / "instance" / "isegoria.sqlite3")) as rows, rows:
        rows.execute("DELETE FROM page")  # as another version of the program would find it
    started = process(
        "serve", "--port", "0", "--workers", "2", "--threads", "2", LMS_BASE_URL="https://learn.example.eu"
    )
    address = started.says(
        r"^Isegoria is served at (http://127\.0\.0\.1:\d+), for people at https://learn\.example\.eu$"
    )[1]
    assert json.loads(read(f"{address}/healthz")[1]) == {"status": "ok"}
    with pytest.raises(HTTPError, match="404"):
        read(f"{address}/no-such-page")
    assert f"/courses/{COURSE}/" in read(f"{address}/courses/")[1]
    said = started.end(signal.SIGINT)
    assert (said.status, len(said.lines), said.err) == (0, 1, "Rendering the published courses anew …\n")


class Lossy:
    """Something whose finaliser is interrupted; Python only complains about that and goes on."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_setting_up_is_stopped_even_where_python_loses_the_interruption() -> None:
    before, went_on = signal.getsignal(signal.SIGINT), []

    def set_up() -> None:
        with running.stoppable():
            Lossy()
            went_on.append("after the loss")

    with pytest.raises(KeyboardInterrupt):
        set_up()
    assert (went_on, signal.getsignal(signal.SIGINT)) == (["after the loss"], before)


@pytest.mark.server
@pytest.mark.slow
def test_a_server_that_is_stopped_while_it_sets_up_is_quiet(process: Start) -> None:
    started = process("run", "--port", "0")
    for _ in range(2400):
        if started.err:
            break
        sleep(0.05)
    said = started.end(signal.SIGINT)
    assert (said.status, said.out) == (130, "")
    assert "Traceback" not in said.err

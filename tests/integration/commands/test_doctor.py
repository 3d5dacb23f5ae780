"""The doctor: every setting and where it came from, and each finding with what to do."""

import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from lms.commands.finding import WRONG
from lms.domain.courses.models import Page
from lms.domain.people.facts import NameChanged
from lms.domain.records.models import Audit
from lms.domain.records.queries import check_chain
from lms.domain.records.service import seal_audit
from lms.domain.site.models import SiteSetting
from lms.kernel.clock import SetClock, SystemClock
from lms.kernel.facts import announce
from lms.platform.database import db, unit_of_work
from lms.settings import Settings
from tests.integration.commands.conftest import Lms
from tests.makers import COURSE, PASSWORD, Makers
from tests.support.databases import let_the_log_go
from tests.support.mail_server import mail_server
from tests.support.redis_server import redis_server

SECRET = "a secret that nobody may read, ever"


def findings(out: str) -> list[str]:
    return out.partition("Findings\n")[2].splitlines()


def wrong(out: str) -> list[str]:
    return [line.split(None, 1)[1] for line in findings(out) if line.split()[0] == WRONG]


def test_every_setting_is_shown_with_where_it_came_from_and_no_secret_is(bare: Lms, tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "settings.toml").write_text('site_name = "School of Sofia"\n', encoding="utf-8")
    password = "a password that is no word"
    said = bare(
        "doctor", LMS_SECRET_KEY=SECRET, LMS_DATABASE_URL=f"postgresql://ana:{password}@127.0.0.1:9/school"
    )
    shown = [" ".join(line.split()) for line in said.out.partition("Findings")[0].splitlines()[1:]]
    assert shown[0] == f"LMS_INSTANCE = {tmp_path / 'instance'} (environment)"
    assert shown[1:5] == [
        "LMS_DATABASE_URL = ******** (environment)",
        "LMS_SECRET_KEY = ******** (environment)",
        "LMS_BASE_URL = (not set) (default)",
        "LMS_SITE_NAME = School of Sofia (settings.toml)",
    ]
    assert [secret for secret in (SECRET, password) if secret in said.out + said.err] == []


def test_a_fresh_folder_is_told_what_to_do_first(bare: Lms) -> None:
    said = bare("doctor")
    assert said.status == 1
    assert "Run: lms database upgrade" in said.out
    assert "made once, kept in the instance folder" in said.out


def test_a_site_in_order_has_nothing_wrong(lms: Lms, make: Makers) -> None:
    make.course()
    make.person(role="admin", password=PASSWORD)
    said = lms("doctor", LMS_LANGUAGES="en")
    assert (said.status, wrong(said.out), said.err) == (0, [], "Nothing is wrong.\n")
    assert f"  ok     published: {COURSE} 1.1" in findings(said.out)


def test_editions_without_pages_are_wrong(app: Flask, lms: Lms, make: Makers) -> None:
    make.course()
    make.person(role="admin", password=PASSWORD)
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(Page).where(Page.kind == "outline"))
    said = lms("doctor", LMS_LANGUAGES="en")
    assert (said.status, wrong(said.out)) == (1, ["editions of which this version of the program has no pages: 1"])


@pytest.mark.parametrize("role", ["admin", "learner"])
def test_a_site_whose_administrators_cannot_sign_in_is_told_so(lms: Lms, make: Makers, role: str) -> None:
    make.course()
    make.person(role=role, password=None if role == "admin" else PASSWORD)
    said = lms("doctor", LMS_LANGUAGES="en")
    assert (said.status, wrong(said.out)) == (1, ["no administrator can sign in"])


@pytest.mark.parametrize(("mode", "is_closed"), [(0o700, True), (0o750, False), (0o701, False)])
def test_an_instance_folder_into_which_others_can_look_is_noted(
    bare: Lms, tmp_path: Path, mode: int, is_closed: bool
) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance").chmod(mode)
    noted = [line for line in findings(bare("doctor").out) if "other users of this machine" in line]
    assert [line.split()[0] for line in noted] == ["ok" if is_closed else "note"]


def test_an_instance_folder_is_made_for_its_owner_alone(bare: Lms, tmp_path: Path) -> None:
    bare("doctor")
    assert (tmp_path / "instance").stat().st_mode & 0o777 == 0o700


def test_what_belongs_to_somebody_else_is_found(bare: Lms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("doctor")
    assert "everything in the instance folder belongs to" in bare("doctor").out
    monkeypatch.setattr(os, "geteuid", lambda: 61234)
    said = bare("doctor")
    assert any(each.startswith("the instance folder belongs to ") for each in wrong(said.out))
    assert "but the user 61234 runs this" in said.out


def test_a_disk_that_is_almost_full_is_found(bare: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("database", "upgrade")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 500 * 1024**2))
    (found,) = [each for each in wrong(bare("doctor").out) if each.startswith("only 500 MB are free")]
    assert "the database and a backup of it want 50" in found


@pytest.mark.parametrize(("mode", "is_noted"), [(0o600, False), (0o640, True), (0o604, True)])
def test_settings_with_a_password_that_others_can_read_are_noted(
    bare: Lms, tmp_path: Path, mode: int, is_noted: bool
) -> None:
    path = tmp_path / "instance" / "settings.toml"
    path.parent.mkdir(mode=0o700)
    path.write_text(f'secret_key = "{SECRET}"\n', encoding="utf-8")
    path.chmod(mode)
    assert ("which may hold passwords" in bare("doctor").out) == is_noted


def test_a_clock_that_stands_in_the_past_is_found(bare: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = datetime(2001, 1, 1, 8, 0, tzinfo=UTC)
    assert clock_of(bare("doctor").out) == "ok"
    monkeypatch.setattr(SystemClock, "now", lambda _: long_ago)
    said = bare("doctor")
    assert (clock_of(said.out), "before this program was put here" in said.out) == ("WRONG", True)


def clock_of(out: str) -> str:
    return next(line.split()[0] for line in findings(out) if " the clock says " in line)


BROKEN = {
    "no library": ({"LMS_LIBRARY": "/nowhere"}, "the library /nowhere holds no course"),
    "demo people on an open site": (
        {"LMS_BASE_URL": "https://learn.example.eu"},
        "there are demo people, whose password everybody knows",
    ),
}


PROXIES = {
    "this machine alone": ({}, "ok     people are known by the address they come from"),
    "https, and no server in front is named": (
        {"LMS_BASE_URL": "https://learn.example.eu"},
        "note   no server in front is trusted to say who asks, so everybody seems to have its address and shares its limits",
    ),
    "one in front": (
        {"LMS_BASE_URL": "https://learn.example.eu", "LMS_PROXIES": "1"},
        "ok     servers in front that are believed who asks: 1",
    ),
}


@pytest.mark.parametrize(("environment", "finding"), PROXIES.values(), ids=PROXIES.keys())
def test_it_is_said_whom_the_site_believes_who_asks(bare: Lms, environment: dict[str, str], finding: str) -> None:
    assert f"  {finding}" in findings(bare("doctor", **environment).out)


def test_without_a_redis_limits_are_counted_here(lms: Lms) -> None:
    said = lms("doctor")
    assert "  ok     limits are counted in the memory of each process; where several serve the site, set LMS_REDIS_URL" in findings(said.out)


@pytest.mark.server
def test_a_redis_that_answers_is_in_order_and_one_that_does_not_is_wrong(lms: Lms, tmp_path: Path) -> None:
    gone = "Redis does not answer as it should; until it does, each process counts limits by itself and allows its share"
    with redis_server(tmp_path) as port:
        there = lms("doctor", LMS_REDIS_URL=f"redis://:hush@127.0.0.1:{port}"), lms("doctor", LMS_REDIS_URL=f"redis://127.0.0.1:{port}")
    after = lms("doctor", LMS_REDIS_URL=f"redis://127.0.0.1:{port}")
    assert [gone in wrong(said.out) for said in (*there, after)] == [False, False, True]
    assert "  ok     limits are counted in Redis, for all processes together" in findings(there[1].out)
    assert [said for said in (*there, after) if "hush" in said.out + said.err or str(port) in said.out] == []


@pytest.mark.parametrize(("environment", "finding"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_found(lms: Lms, make: Makers, environment: dict[str, str], finding: str) -> None:
    make.course()
    make.person(is_demo=True)
    said = lms("doctor", LMS_LANGUAGES="en", **environment)
    assert (said.status, wrong(said.out), said.err) == (1, [finding], "Wrong: 1.\n")


def test_a_database_that_does_not_answer_is_a_finding_among_the_others(bare: Lms) -> None:
    said = bare("doctor", LMS_DATABASE_URL="postgresql://ana@127.0.0.1:9/school")
    assert (said.status, wrong(said.out)[-1]) == (1, "the database cannot be used")
    assert any("certificates can be drawn" in line for line in findings(said.out))


def about_mail(out: str) -> list[str]:
    return [" ".join(line.split()) for line in findings(out) if re.match(r" +\w+ +(letters|the mail server)\b", line)]


def test_letters_that_reach_nobody_are_noted(lms: Lms, make: Makers, settings: Settings) -> None:
    found = about_mail(lms("doctor", LMS_LANGUAGES="en").out)
    assert found[0] == f"note letters are only written into the folder {settings.outbox}, and reach nobody"
    assert found[-1] == "ok letters: 0 waiting, 0 failed"


def test_a_mail_server_that_greets_is_in_order(lms: Lms) -> None:
    with mail_server().open() as server:
        found = about_mail(lms("doctor", LMS_MAIL_URL=server.url, LMS_MAIL_FROM="school@example.org").out)
    assert found[0] == f"ok the mail server {server.url} greets us"
    assert server.arrived == []


def test_a_mail_server_that_is_away_is_wrong_and_its_password_is_not_shown(lms: Lms) -> None:
    server = mail_server()
    said = lms("doctor", LMS_MAIL_URL=f"smtp://ana:hush@127.0.0.1:{server.port}", LMS_LANGUAGES="en")
    assert f"letters cannot be sent to {server.url}" in wrong(said.out)
    assert "The mail server cannot be reached. Connection refused" in said.out
    assert "hush" not in said.out + said.err


def test_letters_that_nobody_delivers_are_wrong(lms: Lms, make: Makers) -> None:
    make.letter()
    assert [line for line in wrong(lms("doctor", LMS_LANGUAGES="en").out) if "letters" in line] == [
        "letters: 1 waiting, 0 failed, the oldest waiting since 2026-11-21 10:42 UTC"
    ]


def test_an_audit_log_that_was_changed_from_outside_is_wrong(lms: Lms, make: Makers, clock: SetClock) -> None:
    """The end of its chain is told, so that it can be kept elsewhere."""
    ana = make.person(role="admin", password=PASSWORD)
    with make.app.app_context(), unit_of_work():
        announce(NameChanged(at=make.now, person_id=ana.id))
    clock.move(timedelta(minutes=3))
    with make.app.app_context(), unit_of_work():
        assert seal_audit(now=make.now) == 1
    with make.app.app_context():
        digest = check_chain().digest
    assert f"the audit log is as it was sealed: 1 entries, ending in {digest}" in lms("doctor").out
    number = make.rows(select(Audit.id))[0].id
    with make.app.app_context(), db.engine.connect().execution_options(isegoria_writes=True) as here, here.begin(), let_the_log_go(here):
        here.execute(update(Audit).values(object="x"))
    assert f"WRONG  the audit log was changed from outside: entry {number} is not as it was sealed" in lms("doctor").out


def test_who_answers_for_the_site_is_asked_for_until_the_statement_names_them(lms: Lms, make: Makers) -> None:
    make.course()
    missing = "the responsible unit, an address for questions, the national body that enforces the law"
    assert f"the accessibility statement does not yet name {missing}" in lms("doctor").out
    said = {"responsible_unit": {"en": "Unit"}, "contact_address": "a@b.example", "enforcement_body": {"bg": "Орган"}}
    with make.app.app_context(), unit_of_work() as session:
        for name, value in said.items():
            session.execute(insert(SiteSetting).values(name=name, value=value, changed_at=make.now))
    assert "names who answers for the site and who watches over the law" in lms("doctor").out

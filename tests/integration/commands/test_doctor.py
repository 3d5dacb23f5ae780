"""The doctor: every setting and where it came from, and each finding with what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from lms.commands.doctor import WRONG
from lms.domain.people.facts import NameChanged
from lms.domain.records.models import Audit
from lms.domain.records.queries import check_chain
from lms.domain.records.service import seal_audit
from lms.kernel.clock import SetClock
from lms.kernel.facts import announce
from lms.platform.database import db, unit_of_work
from tests.integration.commands.conftest import Lms
from tests.makers import COURSE, PASSWORD, Makers
from tests.support.databases import let_the_log_go

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


BROKEN = {
    "no library": ({"LMS_LIBRARY": "/nowhere"}, "the library /nowhere holds no course"),
    "demo people on an open site": (
        {"LMS_BASE_URL": "https://learn.example.eu"},
        "there are demo people, whose password everybody knows",
    ),
}


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

"""The progress report as a file."""

import csv
import io
import json
from pathlib import Path

from tests.integration.commands.conftest import Lms
from tests.makers import COURSE, LESSONS, Makers

COLUMNS = "name,email,course,state,progress,score,last_activity,certificate,done,total"


def two_learners(make: Makers) -> None:
    course = make.course()
    make.certificate(course, name="Ана Илиева", email="ana@example.org")
    made = make.enrolment(make.person(name="=Boris", email="boris@example.org"), course)
    make.done(made, course, LESSONS[0])


def test_the_report_has_a_row_for_every_enrolment(lms: Lms, make: Makers) -> None:
    two_learners(make)
    said = lms("report", "progress")
    assert (said.status, said.err, said.lines[0]) == (0, "", COLUMNS)
    boris, ana = csv.DictReader(io.StringIO(said.out))
    assert len(ana.pop("certificate")) == 32
    assert ana == {
        "name": "Ана Илиева",
        "email": "ana@example.org",
        "course": COURSE,
        "state": "completed",
        "progress": "100",
        "score": "100",
        "last_activity": "2026-11-21T10:42:07Z",
        "done": "4",
        "total": "4",
    }
    assert (boris["name"], boris["state"], boris["progress"], boris["score"]) == (
        "'=Boris",
        "in progress",
        "25",
        "",
    )


def test_the_report_for_machines_is_a_list_with_the_same_names(lms: Lms, make: Makers) -> None:
    two_learners(make)
    rows = json.loads(lms("report", "progress", "--course", COURSE, "--format", "json").out)
    assert [list(row) for row in rows] == [COLUMNS.split(",")] * 2
    assert [(row["name"], row["progress"], row["score"]) for row in rows] == [
        ("=Boris", 25, None),
        ("Ана Илиева", 100, 100),
    ]


def test_the_report_is_written_whole_to_a_file_that_excel_can_read(
    lms: Lms, make: Makers, tmp_path: Path
) -> None:
    two_learners(make)
    said = lms("report", "progress", "--output", str(tmp_path / "report.csv"))
    assert (said.status, said.out) == (0, "")
    assert said.err == f"Enrolments written to {tmp_path / 'report.csv'}: 2.\n"
    written = (tmp_path / "report.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfname,email,")
    assert written.decode("utf-8-sig").splitlines() == lms("report", "progress").lines
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report.csv"]


def test_a_report_of_nobody_is_its_header(lms: Lms, make: Makers) -> None:
    make.course()
    assert lms("report", "progress").lines == [COLUMNS]
    assert json.loads(lms("report", "progress", "--format", "json").out) == []


def test_a_report_about_an_unknown_course_could_not_be_done(lms: Lms) -> None:
    said = lms("report", "progress", "--course", "no-such-course")
    assert (said.status, said.out, said.err) == (
        2,
        "",
        "Error: There is no published course no-such-course.\n",
    )

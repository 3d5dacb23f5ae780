"""Drafts: whole maps in rows, one for each course, whose key and uid are sure (course-format §1, N3)."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.courses.drafts import (
    files_of_draft,
    find_draft,
    get_draft,
    list_drafts,
    put_draft,
    ready_draft,
)
from lms.domain.courses.files import digest_of_files
from lms.domain.courses.models import Blob, Course, Draft, DraftFile
from lms.domain.courses.publication import plan, prepare
from lms.domain.courses.queries import find_edition_id
from lms.domain.courses.rules import Refusal
from lms.domain.courses.service import publish
from lms.kernel.problems import Problems
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import WroteOutsideUnitOfWork, unit_of_work
from tests.conftest import NOW
from tests.makers import COURSE, Makers, copy_of, files_of

UID, OTHER_UID = "0" * 31 + "1", "0" * 31 + "2"
COURSE_YAML = f"modules/{COURSE}/course.yaml"
FAULTY = {COURSE_YAML: f"uid: {UID}\ntitle: [".encode()}


def put(app: Flask, key: str, files: Mapping[str, bytes], **other: object) -> str:
    with app.app_context():
        ready = ready_draft(key, files)
        with unit_of_work():
            return put_draft(ready, now=NOW, **other)  # type: ignore[arg-type]


def refusal(app: Flask, key: str, files: Mapping[str, bytes], **other: object) -> tuple[object, dict[str, object]]:
    with pytest.raises(Refused) as refused:
        put(app, key, files, **other)
    return refused.value.reason, refused.value.facts


def kept(app: Flask, key: str = COURSE) -> dict[str, bytes]:
    with app.app_context():
        return files_of_draft(get_draft(key).id)


def with_uid(uid: str) -> dict[str, bytes]:
    files = files_of()
    lines = files[COURSE_YAML].decode().splitlines()
    files[COURSE_YAML] = "\n".join(f"uid: {uid}" if line.startswith("uid:") else line for line in lines).encode()
    return files


def test_a_draft_holds_the_map_that_was_put_into_it(app: Flask) -> None:
    assert put(app, COURSE, files_of()) == "new"
    assert (kept(app), list(kept(app))) == (files_of(), sorted(files_of()))


def test_a_draft_says_who_it_is_and_the_digest_of_its_map(app: Flask) -> None:
    put(app, COURSE, with_uid(UID))
    put(app, *copy_of(COURSE, 2))
    with app.app_context():
        drafts, one = list_drafts(), find_draft(COURSE)
        assert [(each.key, each.uid, each.origin, each.changed_at) for each in drafts] == [
            (COURSE, UID, "imported", NOW),
            (f"{COURSE}-2", OTHER_UID, "imported", NOW),
        ]
        assert one == drafts[0]
        assert one.map_digest == digest_of_files(with_uid(UID))
        assert find_draft("nowhere") is None
        with pytest.raises(Missing):
            get_draft("nowhere")


def test_the_same_map_again_changes_nothing(app: Flask, make: Makers) -> None:
    put(app, COURSE, files_of())
    before = make.rows(select(Draft.id, Draft.changed_at))
    with app.app_context(), unit_of_work():
        assert put_draft(ready_draft(COURSE, files_of()), now=NOW.replace(year=2027), replace=True) == "unchanged"
    assert make.rows(select(Draft.id, Draft.changed_at)) == before


def test_another_map_is_refused_unless_the_draft_is_to_be_replaced(app: Flask, make: Makers) -> None:
    put(app, COURSE, files_of(), origin="authored")
    other = files_of(changed={f"content/{COURSE}/en/why-ask.md": None})
    assert refusal(app, COURSE, other) == (Refusal.DRAFT_DIFFERS, {"course": COURSE})
    assert kept(app) == files_of()
    assert put(app, COURSE, other, replace=True) == "replaced"
    assert (kept(app), make.rows(select(Draft.origin))) == (other, [("imported",)])


def test_a_faulty_course_may_lie_in_a_draft(app: Flask) -> None:
    assert put(app, COURSE, {COURSE_YAML: f"uid: {UID}\n".encode(), "content/town-hall/en/x.md": b"\xff"}) == "new"


@pytest.mark.parametrize(
    "files",
    [{}, {COURSE_YAML: b""}, {COURSE_YAML: b"uid: 12\n"}, {COURSE_YAML: b"- uid\n"}, {COURSE_YAML: b"uid: [x]\n"}, FAULTY],
    ids=["no file", "nothing", "no uid", "a list", "a list for a uid", "no YAML"],
)
def test_a_course_that_nobody_can_tell_from_others_is_refused(app: Flask, make: Makers, files: dict[str, bytes]) -> None:
    assert refusal(app, COURSE, files) == (Refusal.NO_UID, {"course": COURSE})
    assert make.rows(select(Draft.id)) == []


@pytest.mark.parametrize("where", ["a draft", "a course"])
def test_one_key_with_two_uids_and_one_uid_with_two_keys_are_refused(app: Flask, make: Makers, where: str) -> None:
    key, files = copy_of(COURSE, 1)
    if where == "a draft":
        put(app, key, files)
    else:
        make.publish(key, files)
    assert refusal(app, COURSE, with_uid(UID), replace=True) == (Refusal.UID_OF_ANOTHER, {"course": COURSE, "other": key})
    other = {path: body.replace(UID.encode(), OTHER_UID.encode()) for path, body in files.items()}
    assert refusal(app, key, other, replace=True) == (Refusal.KEY_OF_ANOTHER, {"course": key, "other": UID})


def test_a_draft_may_be_that_of_a_course_that_is_published(app: Flask, make: Makers) -> None:
    make.course()
    assert put(app, COURSE, files_of()) == "new"


def test_bytes_are_kept_once_for_drafts_and_editions(app: Flask, make: Makers) -> None:
    make.course()
    before = make.rows(select(func.count()).select_from(Blob))
    put(app, COURSE, files_of())
    assert make.rows(select(func.count()).select_from(Blob)) == before
    assert make.rows(select(func.count()).select_from(DraftFile)) == [(len(files_of()),)]


def test_a_draft_is_only_written_in_a_unit_of_work(app: Flask) -> None:
    with app.app_context(), pytest.raises(WroteOutsideUnitOfWork):
        put_draft(ready_draft(COURSE, files_of()), now=NOW)


def freeze(app: Flask, origin: str, files: Mapping[str, bytes]) -> str:
    with app.app_context():
        ready = prepare(COURSE, files, Problems(), NOW.date(), origin)
        assert ready is not None
        planned = plan(ready, None)
        with unit_of_work():
            return publish([planned], now=NOW)[0].what


@pytest.mark.parametrize("origin", ["imported", "authored", "shipped"])
def test_a_new_course_keeps_where_it_came_from(app: Flask, make: Makers, origin: str) -> None:
    assert freeze(app, origin, files_of()) == "new"
    assert make.rows(select(Course.origin)) == [(origin,)]


@pytest.mark.parametrize(
    ("first", "then", "reason"),
    [
        ("shipped", "imported", Refusal.OF_A_FOLDER),
        ("shipped", "authored", Refusal.OF_A_FOLDER),
        ("imported", "shipped", Refusal.OF_A_DRAFT),
        ("authored", "shipped", Refusal.OF_A_DRAFT),
    ],
)
def test_a_course_is_published_from_where_it_is_owned_alone(app: Flask, first: str, then: str, reason: Refusal) -> None:
    freeze(app, first, files_of())
    with pytest.raises(Refused) as refused:
        freeze(app, then, files_of(changed={f"content/{COURSE}/media/bench.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}))
    assert refused.value.reason is reason


def test_a_draft_that_was_written_here_may_be_replaced_by_one_from_elsewhere_and_published(app: Flask) -> None:
    freeze(app, "authored", files_of())
    assert freeze(app, "imported", files_of()) == "unchanged"


@pytest.mark.parametrize(("name", "is_there"), [("1.1", True), ("1.2", False), ("2.1", False), ("1", False), ("1.x", False), ("1.1.1", False), ("", False), ("-1.1", False)])
def test_an_edition_is_found_by_the_name_that_people_call_it(app: Flask, make: Makers, name: str, is_there: bool) -> None:
    course = make.course()
    with app.app_context():
        assert find_edition_id(COURSE, name) == (course.edition_id if is_there else None)
        assert find_edition_id("nowhere", name) is None

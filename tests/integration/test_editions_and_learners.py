"""Whatever is edited, published and moved, nobody loses anything: random lives of courses and of those who take them.

After every step the program is asked how far everybody is, what they answered and what they hold, and the answer is
compared with a model that knows the rules of course-format §2, §3 and §9 by other means (tests/support/course_model.py).
How often the hard cases were met is printed; LMS_LIVES says how many lives are tried (2,000 before a release).
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.domain.courses import publication
from lms.domain.courses import service as courses
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.enrolment import service as enrolment
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import Learning, get_followed
from lms.domain.progress import moving
from lms.domain.progress import service as progress
from lms.domain.progress.queries import list_standings
from lms.domain.progress.rules import activities_needed, standing_of
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.quizzes.queries import find_try
from lms.kernel.problems import Problems
from lms.platform.database import db, unit_of_work
from tests.makers import Makers
from tests.support.course_model import Draft, Edition, Node, published_parents

LIVES = int(os.environ.get("LMS_LIVES", "60"))
MANY = 500
HARD = ("rename", "merge", "split", "removed and done", "open attempt", "correction after completion")
EDITS = ("reword", "retitle", "add_optional", "add_required", "remove", "rename", "rename", "split", "merge", "merge", "require", "flip", "lengthen")
ACTS = ("learn", "learn", "learn", "learn", "edit", "edit", "edit", "publish", "publish", "move", "move", "begin", "begin", "answer", "undo", "enrol")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=20, max_size=45)

met: Counter[str] = Counter()
lives = count(1)


@dataclass(eq=False)
class Trying:
    """An attempt as the model has it: what it is about, in which edition it began, and what was answered."""

    uid: str
    node: Node
    edition: Edition
    edition_id: int
    answered: bool | None = None
    submitted: bool = False


@dataclass(eq=False)
class Learner:
    """Somebody in the course as the model has them; ``done`` are the nodes that they did or that were carried over."""

    person_id: int
    enrolment_id: int
    line: int
    done: set[Node] = field(default_factory=set)
    touched: set[Node] = field(default_factory=set)
    tries: list[Trying] = field(default_factory=list)
    completed: int | None = None
    share: tuple[int, int] = (0, 1)

    def counts(self, node: Node) -> bool:
        """Tell whether a node counts as done: done itself, or all that it goes on from."""
        return node in self.done or (bool(node.parents) and all(self.counts(parent) for parent in node.parents))


class Life:
    """A course from its first edition on, with everybody in it, in the program and in the model."""

    def __init__(self, make: Makers, number: int) -> None:
        self.make, self.key = make, f"life-{number}"
        self.draft = Draft(self.key, f"{number:032x}")
        self.editions: list[Edition] = []
        self.people: list[Learner] = []
        self.publish(0, 0, 0)
        self.enrol(0, 0, 0)

    @property
    def app(self) -> Flask:
        return self.make.app

    def head(self, line: int) -> Edition:
        """Return the edition that those on a line read."""
        return [edition for edition in self.editions if edition.line == line][-1]

    def edit(self, what: int, first: int, second: int) -> None:
        self.draft.edit(EDITS[(what * 10 + second) % len(EDITS)], first, second)

    def publish(self, word: int, _first: int, _second: int) -> None:
        """Publish the course without a word, or as a key fix where it is one and somebody says so."""
        last = self.editions[-1] if self.editions else None
        expected = self.draft.what_it_is(last) if last else "new"
        wanted = "key-fix" if expected == "key-fix" and word % 2 else None
        if expected == "key-fix" and wanted is None:
            expected = "revision"
        problems = Problems()
        with self.app.app_context():
            ready = publication.prepare(self.key, self.draft.files(), problems, self.make.now.date())
            assert ready is not None, [str(problem) for problem in problems.found]
            plan = publication.plan(ready, wanted)
            with unit_of_work():
                outcome = courses.publish([plan], now=self.make.now)[0]
        assert outcome.what == expected
        if expected == "unchanged":
            return
        opens = expected in ("new", "revision")
        line = (last.line if last else 0) + opens
        self.editions.append(self.draft.publish(line, 1 if opens or not last else last.number + 1))
        if not opens:
            met["correction after completion"] += sum(each.completed is not None and each.line == line for each in self.people)

    def enrol(self, _who: int, _first: int, _second: int) -> None:
        if len(self.people) >= 3:
            return
        with self.app.app_context():
            person = self.make.person()
            found = find_published(self.key)
            assert found is not None
            with unit_of_work():
                made = enrolment.enrol(person.id, found.course_id, now=self.make.now)
                made_id = made.id
        self.people.append(Learner(person.id, made_id, self.editions[-1].line))

    def learn(self, who: int, what: int, _second: int) -> None:
        """Do one thing that is not done yet: read a lesson, or take a quiz and answer it rightly."""
        learner = self.people[who % len(self.people)]
        left = [each for each in self.head(learner.line).seen if not learner.counts(each.node)]
        if not left:
            return
        seen = left[what % len(left)]
        if seen.node.kind == "lesson":
            with self.app.app_context():
                follower, outline = self.follower(learner)
                activity = outline.find(seen.key)
                assert activity is not None
                with unit_of_work():
                    progress.mark_done(follower, activity, now=self.make.now)
            learner.done.add(seen.node)
        else:
            self.begin(who, self.head(learner.line).seen.index(seen), 0)
            self.answer(who, 0, 1)
        self.complete(learner)

    def undo(self, who: int, what: int, _second: int) -> None:
        """Take back that a lesson is done; where the course is completed, nothing is taken back."""
        learner = self.people[who % len(self.people)]
        seen = self.head(learner.line).seen[what % len(self.head(learner.line).seen)]
        if seen.node.kind != "lesson":
            return
        with self.app.app_context():
            follower, outline = self.follower(learner)
            activity = outline.find(seen.key)
            assert activity is not None
            with unit_of_work():
                progress.undo_done(follower, activity, now=self.make.now)
        if learner.completed is None:
            for node in below(seen.node):
                learner.done.discard(node)
            learner.share = self.share(learner)

    def begin(self, who: int, what: int, _second: int) -> None:
        """Begin an attempt at a quiz, unless one is open."""
        learner = self.people[who % len(self.people)]
        head = self.head(learner.line)
        seen = head.seen[what % len(head.seen)]
        if seen.node.kind != "quiz" or any(each.node is seen.node and not each.submitted for each in learner.tries):
            return
        with self.app.app_context():
            follower, outline = self.follower(learner)
            activity = outline.find(seen.key)
            assert activity is not None
            with unit_of_work():
                uid = quizzes.start(learner.person_id, learner.enrolment_id, follower.edition_id, activity, now=self.make.now)
        learner.touched.add(seen.node)
        learner.tries.append(Trying(uid, seen.node, head, follower.edition_id))

    def answer(self, who: int, which: int, right: int) -> None:
        """Answer an open attempt by the key of the edition with which it began, or wrongly, and submit it."""
        learner = self.people[who % len(self.people)]
        going = [each for each in learner.tries if not each.submitted]
        if not going:
            return
        trying = going[-1 if right == 1 else which % len(going)]
        seen = trying.edition.find(trying.node)
        assert seen is not None
        trying.answered, trying.submitted = seen.truth if right % 3 else not seen.truth, True
        with self.app.app_context():
            attempt = find_try(trying.uid)
            assert attempt is not None
            outline = get_outline(attempt.map_digest)
            activity = outline.find(attempt.quiz_key)
            assert activity is not None
            questionnaire = get_questionnaire(outline, activity)
            with unit_of_work():
                quizzes.save_form(attempt, [quizzes.Said("fact", trying.answered, "en")], now=self.make.now)
                quizzes.submit(attempt, questionnaire, activity, now=self.make.now)
        if right % 3:
            learner.done.add(trying.node)
        self.complete(learner)

    def move(self, who: int, _first: int, _second: int) -> None:
        """Move to the newest edition, by choice: only now may the share that is done be less than before."""
        learner = self.people[who % len(self.people)]
        if learner.line == self.editions[-1].line:
            return
        self.count_what_is_met(learner)
        with self.app.app_context():
            newest = find_published(self.key)
            assert newest is not None
            learning = get_followed(learner.enrolment_id)
            with unit_of_work():
                moving.move(learning, newest.line_id, now=self.make.now)
        learner.line = self.editions[-1].line
        learner.done |= {each.node for each in self.head(learner.line).seen if learner.counts(each.node)}
        learner.share = self.share(learner)
        self.complete(learner)

    def count_what_is_met(self, learner: Learner) -> None:
        """Note which of the hard cases this move meets, where something that the learner did hangs on it."""
        old, new = self.head(learner.line), self.editions[-1]
        heirs = Counter(root for each in new.seen for root in roots(each.node, old))
        for each in new.seen:
            found = roots(each.node, old)
            theirs = any(learner.counts(root) for root in found)
            met["rename"] += theirs and len(found) == 1 and each.node not in found and heirs[next(iter(found))] == 1
            met["merge"] += theirs and len(found) > 1
            met["merge of which one part was done"] += theirs and len(found) > 1 and not learner.counts(each.node)
            met["split"] += theirs and any(heirs[root] > 1 for root in found)
        met["removed and done"] += any(learner.counts(each.node) and not heirs[each.node] for each in old.seen)
        met["open attempt"] += any(not each.submitted for each in learner.tries)
        met["over several lines"] += new.line - old.line > 1
        met["moves"] += 1

    def complete(self, learner: Learner) -> None:
        """Reach the end in the model where everything needed counts; it is never taken away."""
        learner.share = max(learner.share, self.share(learner), key=lambda share: share[0] / share[1])
        done, needed = self.share(learner)
        if learner.completed is None and done == needed:
            with self.app.app_context():
                learner.completed = get_followed(learner.enrolment_id).edition_id

    def share(self, learner: Learner) -> tuple[int, int]:
        """Return by the model how many of the activities that are needed count, and how many are needed."""
        needed = self.head(learner.line).needed
        return sum(learner.counts(node) for node in needed), len(needed)

    def follower(self, learner: Learner) -> tuple[progress.Follower, object]:
        found = progress.follower_of(get_followed(learner.enrolment_id))
        return found, found.outline

    def check(self) -> None:
        """Compare the program with the model: how far everybody is, what they answered, what they hold."""
        with self.app.app_context():
            for learner in self.people:
                learning = get_followed(learner.enrolment_id)
                self.check_progress(learner, learning)
                self.check_answers(learner)
                self.check_completion(learner)

    def check_progress(self, learner: Learner, learning: Learning) -> None:
        outline = get_outline(learning.map_digest)
        standings = list_standings(learner.enrolment_id)
        needed = activities_needed(outline)
        done = sum(standing_of(each, standings).is_done for each in needed)
        assert learning.edition == self.head(learner.line).name
        assert (done, len(needed)) == self.share(learner)
        assert done * learner.share[1] >= learner.share[0] * len(needed), "progress fell without consent"
        by_key = {each.key: learner.counts(each.node) for each in self.head(learner.line).seen}
        assert {each.key: standing_of(each, standings).is_done for each in outline.activities} == by_key

    def check_answers(self, learner: Learner) -> None:
        rows = db.session.execute(
            select(Attempt.uid, Attempt.edition_id, Response.body).outerjoin(Response, Response.attempt_id == Attempt.id).where(Attempt.enrolment_id == learner.enrolment_id)
        )
        kept = sorted((row.uid, row.edition_id, row.body) for row in rows)
        assert kept == sorted((each.uid, each.edition_id, each.answered) for each in learner.tries)

    def check_completion(self, learner: Learner) -> None:
        made = db.session.execute(select(Enrolment.completed_edition_id, Enrolment.state).where(Enrolment.id == learner.enrolment_id)).one()
        assert tuple(made) == (learner.completed, "completed" if learner.completed else "active")


def below(node: Node) -> Iterator[Node]:
    """Yield a node and everything that it goes on from."""
    yield node
    for parent in node.parents:
        yield from below(parent)


def roots(node: Node, edition: Edition) -> set[Node]:
    """Return the activities of an older edition that a node goes on from."""
    if edition.find(node):
        return {node}
    return {root for parent in published_parents(node) for root in roots(parent, edition)}


@pytest.mark.slow
@pytest.mark.timeout(max(180, LIVES))
def test_nobody_loses_anything_whatever_is_edited_and_published(make: Makers, capsys: pytest.CaptureFixture[str]) -> None:
    """The few lives of the suite are always the same ones; of many each hard case must have been met, or they prove nothing."""

    @settings(max_examples=LIVES, deadline=None, database=None, derandomize=LIVES < MANY, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def lives_are_lived(steps: list[tuple[str, int, int, int]]) -> None:
        life = Life(make, next(lives))
        life.check()
        for act, first, second, third in steps:
            getattr(life, act)(first, second, third)
            life.check()

    lives_are_lived()
    with capsys.disabled():
        print(f"\nof {LIVES} lives: " + ", ".join(f"{name} {met[name]}" for name in sorted(met)))  # noqa: T201
    assert LIVES < MANY or [name for name in HARD if met[name] * 2000 < 50 * LIVES] == []

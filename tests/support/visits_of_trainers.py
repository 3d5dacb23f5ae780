"""What those see who teach: what waits for them, texts to mark, wishes to decide about; and their learners meanwhile."""

from collections.abc import Iterator

from lms.domain.courses.queries import find_published
from tests.makers import COURSE, TEST, Makers, copy_of
from tests.support.essays import ESSAY, SOURCE, TRANSLATION, WITH_ESSAY
from tests.support.surveys import FILE_BG, FILE_EN, FORM, MODULE, SENDING, SURVEY, with_survey
from tests.support.visit import Visit

NAME = "Ана Илиева"


def of_trainers(make: Makers) -> Iterator[Visit]:
    """Visit the pages of a trainer before anything waits, while it does, and when it is done."""
    key, files = copy_of(COURSE, 4)
    for path in (SOURCE, TRANSLATION):
        text = WITH_ESSAY[path].replace("attempts: 2", "attempts: 1\nminutes: 90\npage: one")
        files[path.replace(f"/{COURSE}/", f"/{key}/")] = text.encode()
    make.publish(key, files)
    with make.app.app_context():
        course = find_published(key)
    assert course is not None
    yield Visit(make.client(make.person(name=NAME, role="trainer")), "/teaching/")
    person = make.person(name=NAME, role="trainer")
    make.teaches(person, course)
    trainer, learner = make.client(person), make.learner(course, name=NAME)
    pile, quiz = f"/teaching/marking/{key}/{TEST}/", f"/learn/{key}/{TEST}/"
    for where in ("/teaching/", "/teaching/marking/", pile, "/teaching/requests/"):
        yield Visit(trainer, where)
    yield Visit(learner, quiz)
    writing = make.learner(course, name=NAME)
    attempt = writing.send(f"{quiz}attempts").location
    for where in (attempt, f"{attempt}?page=2", f"{attempt}summary", quiz):
        yield Visit(writing, where)
    for is_marked in (True, False):
        who = make.learner(course, name=NAME)
        attempt = who.send(f"{quiz}attempts").location
        who.send(f"{attempt}responses", {"shown": f"{ESSAY}:", f"q-{ESSAY}": "?"})
        who.send(f"{attempt}submission")
        text = f"/teaching/marking/texts/{attempt.rstrip('/').rpartition('/')[2]}/{ESSAY}/"
        who.send(f"{quiz}further", {"words": "?"})
        if is_marked:
            trainer.send(f"{text}mark", {"points-1": "4", "points-2": "6", "comment": "?"})
            trainer.submit(trainer.page("/teaching/requests/"), "Say no", {"reason": "?"})
        for each, where in ((who, f"{attempt}review/"), (who, quiz), (trainer, text)):
            yield Visit(each, where)
        yield Visit(trainer, f"{text}mark", 422, {"points-1": "9", "points-2": "9", "comment": "?"})
    for where in ("/teaching/", "/teaching/marking/", pile, "/teaching/requests/"):
        yield Visit(trainer, where)
    for where in ("", f"{TEST}/"):
        yield Visit(trainer, f"/teaching/quizzes/{key}/{where}")
    yield from _of_surveys(make)
    yield Visit(trainer, "/teaching/requests/given", 422, {"email": "?", "quiz": f"{key}/{TEST}", "reason": "?"})


def _of_surveys(make: Makers) -> Iterator[Visit]:
    """Visit a survey before it is sent, with a fault, and afterwards; and its results, of which one question was answered by few."""
    key, files = copy_of(COURSE, 5)
    texts = with_survey()
    for path in (FILE_EN, FILE_BG, MODULE):
        files[path.replace(f"/{COURSE}/", f"/{key}/")] = str(texts[path]).encode()
    make.publish(key, files)
    with make.app.app_context():
        course = find_published(key)
    assert course is not None
    person, where = make.person(name=NAME, role="trainer"), f"/learn/{key}/{SURVEY}/"
    make.teaches(person, course)
    trainer, results = make.client(person), f"/teaching/quizzes/{key}/{SURVEY}/"
    learner = make.learner(course, name=NAME)
    yield Visit(learner, where)
    yield Visit(learner, where, 422, {**FORM, **SENDING, "q-number": "?", "q-choose": "9", "q-other": "?", "q-short": "?", "q-plan": "?", "q-think": "?", "q-fill.2": "?"})
    yield Visit(learner, f"/learn/{key}/")
    for _ in range(5):  # who leave the last question out, so that nothing is shown of it
        make.learner(course).send(where, {**FORM, **SENDING, "q-short": "?", "q-plan": "?", "q-think": "", "q-fill.2": "?"})
    yield Visit(trainer, results)
    yield Visit(trainer, f"/teaching/quizzes/{key}/")
    sender = make.learner(course, name=NAME)
    for _ in range(2):  # the second time it says that nothing was stored
        sender.send(where, SENDING)
        yield Visit(sender, where)

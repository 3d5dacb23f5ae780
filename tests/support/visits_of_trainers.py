"""What those see who teach: what waits for them, texts to mark, wishes to decide about; and their learners meanwhile."""

from collections.abc import Iterator

from lms.domain.courses.queries import find_published
from tests.makers import COURSE, TEST, Makers, copy_of
from tests.support.essays import ESSAY, SOURCE, TRANSLATION, WITH_ESSAY
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
    attempt = learner.send(f"{quiz}attempts").location
    for where in (attempt, f"{attempt}?page=2", f"{attempt}summary"):
        yield Visit(learner, where)
    learner.send(f"{attempt}responses", {"shown": f"{ESSAY}:", f"q-{ESSAY}": "?"})
    learner.send(f"{attempt}submission")
    text = f"/teaching/marking/texts/{attempt.rstrip('/').rpartition('/')[2]}/{ESSAY}/"
    for who, where in ((learner, f"{attempt}review/"), (learner, quiz), (trainer, "/teaching/"), (trainer, "/teaching/marking/"), (trainer, pile), (trainer, text)):
        yield Visit(who, where)
    yield Visit(trainer, f"{text}mark", 422, {"points-1": "9", "points-2": "9", "comment": "?"})
    trainer.send(f"{text}mark", {"points-1": "4", "points-2": "6", "comment": "?"})
    for who, where in ((learner, f"{attempt}review/"), (trainer, pile), (trainer, text)):
        yield Visit(who, where)
    learner.send(f"{quiz}further", {"words": "?"})
    for who, where in ((learner, quiz), (trainer, "/teaching/requests/")):
        yield Visit(who, where)
    yield Visit(trainer, "/teaching/requests/given", 422, {"email": "?", "quiz": f"{key}/{TEST}", "reason": "?"})
    trainer.submit(trainer.page("/teaching/requests/"), "Say no", {"reason": "?"})
    for who, where in ((learner, quiz), (trainer, "/teaching/requests/")):
        yield Visit(who, where)

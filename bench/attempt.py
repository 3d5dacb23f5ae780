"""A whole attempt at the course's test: start, answers, submission and review, all on one page or one answer after the other."""

from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import delete, select

from bench.browser import Answer, Browser, token_in
from bench.figures import Figure, cpu_milliseconds, spread_of
from bench.lesson import count
from bench.site import Site
from lms.assembly import create_app
from lms.commands import edge
from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.domain.quizzes.queries import get_fresh_binding
from lms.platform.database import change, db, unit_of_work

ROUNDS, WARM_UP = 30, 5
ON_ONE_PAGE, ONE_BY_ONE = 24, 60  # milliseconds of CPU
MOST_STATEMENTS = 6
CLIENT = "0123456789abcdef"

Fields = dict[str, dict[str, str]]
Take = Callable[[Browser, str, str, Fields], None]


def measure(site: Site) -> Iterator[Figure]:
    """Yield the CPU of an attempt both ways, and how many statements each of its steps takes."""
    app = create_app(site.settings)
    browser = Browser.inside(app, site.cookies)
    with app.app_context():
        database = " and SQLite" if db.engine.dialect.name == "sqlite" else " but not PostgreSQL itself"
    for name, says, limit, take in (
        ("attempt-cpu", "CPU of an attempt of ten questions, all on one page", ON_ONE_PAGE, _on_one_page),
        ("attempt-cpu-one-by-one", "CPU of an attempt of ten questions, saved one by one", ONE_BY_ONE, _one_by_one),
    ):
        samples = []
        for number in range(WARM_UP + ROUNDS):
            spent = _spent_on_one(app, site, browser, take)
            samples += [spent] if number >= WARM_UP else []
            _forget(site)
        spread = spread_of(samples)
        yield Figure(name=name, says=says, value=round(spread.median, 2), unit="ms", limit=limit, spread=spread, how=f"process time, the sending side{database} in it; {WARM_UP} attempts before")
    for step, statements in _statements(app, site, browser).items():
        yield Figure(
            name=f"attempt-statements-{step.replace(' ', '-')}",
            says=f"SQL statements of a step of an attempt: {step}",
            value=statements,
            unit="statements",
            limit=MOST_STATEMENTS,
            how="counted where SQLAlchemy hands them to the driver",
        )


def _spent_on_one(app: Flask, site: Site, browser: Browser, take: Take) -> float:
    """Return the milliseconds of CPU of one whole attempt; what is found out for measuring is not among them."""
    begun: list[tuple[str, str]] = []
    spent = cpu_milliseconds(lambda: begun.append(_begin(site, browser)))
    (path, token), fields = begun[0], _fields(app, site, begun[0][0])
    return spent + cpu_milliseconds(lambda: take(browser, path, token, fields))


def _begin(site: Site, browser: Browser) -> tuple[str, str]:
    """Start an attempt and open its page; return its address and the token of its form."""
    token = token_in(browser.get(site.quiz_path))
    path = _went_on(browser.submit(f"{site.quiz_path}attempts", {"csrf_token": token})).header("location")
    browser.get(path)
    return path, token


def _went_on(answer: Answer) -> Answer:
    if answer.status != 303:
        raise RuntimeError(f"a step of an attempt answered {answer.status}: {answer.text[:300]}")
    return answer


def _on_one_page(browser: Browser, path: str, token: str, fields: Fields) -> None:
    form = {name: value for values in fields.values() for name, value in values.items()}
    _save_form(browser, path, token, list(fields), form)
    _send_in(browser, path, token)


def _save_form(browser: Browser, path: str, token: str, keys: list[str], form: dict[str, str]) -> None:
    shown = "&".join(f"shown={key}%3A" for key in keys)
    body = "&".join([f"csrf_token={token}", "then=summary", shown, *(f"{name}={value}" for name, value in form.items())])
    _went_on(browser.post(f"{path}responses", body.encode(), "application/x-www-form-urlencoded"))


def _one_by_one(browser: Browser, path: str, token: str, fields: Fields) -> None:
    for seq, (key, values) in enumerate(fields.items(), 1):
        _save(browser, path, token, seq, key, values)
    _send_in(browser, path, token)


def _save(browser: Browser, path: str, token: str, seq: int, key: str, values: dict[str, str]) -> None:
    event = {"client": CLIENT, "seq": seq, "question": key, "fields": {name: [value] for name, value in values.items()}}
    answer = browser.post_json(f"{path}responses", event, token)
    if answer.status != 200:
        raise RuntimeError(f"saving an answer answered {answer.status}: {answer.text[:300]}")


def _send_in(browser: Browser, path: str, token: str) -> None:
    _went_on(browser.submit(f"{path}submission", {"csrf_token": token}))
    if browser.get(f"{path}review/").status != 200:
        raise RuntimeError("there is no review")


def _fields(app: Flask, site: Site, path: str) -> Fields:
    """Return for each question of an attempt what a form could send, by key: the first choice of everything."""
    uid = path.rstrip("/").rpartition("/")[2]
    with app.app_context():
        attempt, outline = get_fresh_binding(uid), get_outline_of(site.edition_id)
        activity = outline.find(site.quiz)
        assert activity is not None, "the course's test"
        questionnaire = get_questionnaire(outline, activity)
        questions = [questionnaire.quiz.by_key[key] for key in questionnaire.drawn(attempt.seed)]
    numbered = ("matching", "ordering", "gaps")
    return {each.key: {f"q-{each.key}.{n}": "1" for n in range(1, 5)} if each.kind in numbered else {f"q-{each.key}": "1"} for each in questions}


def _statements(app: Flask, site: Site, browser: Browser) -> dict[str, int]:
    """Return how many statements each step takes, everything that an edition determines being in memory."""
    token = token_in(browser.get(site.quiz_path))
    found: dict[str, int] = {}
    place: dict[str, str] = {}

    def step(name: str, ask: Callable[[], object]) -> None:
        found[name] = count(app, ask)

    def begin() -> None:
        place["path"] = _went_on(browser.submit(f"{site.quiz_path}attempts", {"csrf_token": token})).header("location")

    step("start", begin)
    path = place["path"]
    fields = _fields(app, site, path)
    browser.get(path)
    key, values = next(iter(fields.items()))
    form = {name: value for each in fields.values() for name, value in each.items()}
    step("page", lambda: browser.get(path))
    step("save", lambda: _save(browser, path, token, 1, key, values))
    step("save the form", lambda: _save_form(browser, path, token, list(fields), form))
    step("submit", lambda: _went_on(browser.submit(f"{path}submission", {"csrf_token": token})))
    step("review", lambda: browser.get(f"{path}review/"))
    _forget(site)
    return found


def _forget(site: Site) -> None:
    """Remove the attempt, so that the next one is the first again."""
    with edge.site(site.settings), unit_of_work():
        theirs = select(Attempt.id).where(Attempt.enrolment_id == site.enrolment_id)
        change(delete(QuestionMark).where(QuestionMark.attempt_id.in_(theirs)))
        change(delete(Response).where(Response.attempt_id.in_(theirs)))
        change(delete(Attempt).where(Attempt.enrolment_id == site.enrolment_id))
        change(delete(ActivityState).where(ActivityState.enrolment_id == site.enrolment_id))

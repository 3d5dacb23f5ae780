"""An attempt: its questions, its answers as they are saved, its submission and its review."""

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.domain.questions.typed import longest_in
from lms.domain.questions.views import QuestionView
from lms.domain.quizzes import service
from lms.domain.quizzes.phrases import SENTENCES
from lms.domain.quizzes.rules import Refusal, why_not_answer
from lms.domain.quizzes.service import Said
from lms.kernel.refusals import Refused
from lms.platform.database import lone_change, unit_of_work
from lms.web.learner import reviews
from lms.web.learner.addresses import activity_url
from lms.web.learner.attempt_pages import AttemptPage, ClockView, MapEntry
from lms.web.learner.going import Going, load_attempt
from lms.web.learner.pages import SectionView
from lms.web.shell.guards import may
from lms.web.shell.templates import clock_time, date_and_time
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("attempts", __name__)

CLIENT = re.compile(r"[0-9a-z-]{8,32}")
MOST_SEQ = 2**31 - 1
ADDRESS = "/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/attempts/<string(length=32):uid>"


@blueprint.get(f"{ADDRESS}/")
@may(Permission.ANSWER, of=load_attempt)
def attempt(going: Going) -> str | Response:
    """Show the questions with what has been answered so far; a submitted attempt shows its review."""
    if going.state.submitted_at is not None:
        return redirect(url_for("attempts.review", **going.address))
    if _refusal(going) is Refusal.TIME_IS_UP:
        return redirect(url_for("attempts.summary", **going.address))
    return render_template("learner/attempt.html", attempt=_page(going))


@blueprint.post(f"{ADDRESS}/responses")
@may(Permission.ANSWER, of=load_attempt)
def responses(going: Going) -> Response | tuple[Response, int]:
    """Store answers: one that a script sends, or a whole form; "saved" is said only when it is stored."""
    return _save_one(going) if request.is_json else _save_form(going)


@blueprint.get(f"{ADDRESS}/summary")
@may(Permission.ANSWER, of=load_attempt)
def summary(going: Going) -> str | Response:
    """Show what is answered and what is not, before sending."""
    if going.state.submitted_at is not None:
        return redirect(url_for("attempts.review", **going.address))
    return render_template("learner/attempt_summary.html", attempt=_page(going))


@blueprint.post(f"{ADDRESS}/submission")
@may(Permission.ANSWER, of=load_attempt)
def submission(going: Going) -> Response:
    """Close and mark the attempt; a second time changes nothing."""
    questionnaire = going.questionnaire
    with unit_of_work():
        service.submit(going.attempt, questionnaire, going.activity, now=now())
    return redirect(url_for("attempts.review", **going.address), 303)


@blueprint.get(f"{ADDRESS}/review/")
@may(Permission.ANSWER, of=load_attempt)
def review(going: Going) -> str | Response:
    """Show the result, and the answers as far as the quiz lets them be shown."""
    if going.state.submitted_at is None:
        return redirect(url_for("attempts.attempt", **going.address))
    return reviews.page(going)


def _save_one(going: Going) -> Response | tuple[Response, int]:
    event = request.get_json(silent=True)
    said = _understand(going, event if isinstance(event, dict) else {})
    with unit_of_work() if going.terms.mode == "practice" else lone_change():
        stored_at = service.save(going.attempt, said, now=now())
        _note_practice(going)
    return jsonify(saved=clock_time(stored_at), seq=said.seq, shown=going.sign(said.question_key, said.body))


def _understand(going: Going, event: dict[str, Any]) -> Said:
    """Return the answer in what a script sent; refuse what is none."""
    client, seq, key, fields = (event.get(name) for name in ("client", "seq", "question", "fields"))
    if not (isinstance(client, str) and isinstance(seq, int) and not isinstance(seq, bool) and _is_numbered(client, seq)):
        raise Refused(Refusal.NOT_AN_ANSWER)
    if not (isinstance(key, str) and isinstance(fields, dict)) or key not in going.questionnaire.drawn(going.attempt.seed):
        raise Refused(Refusal.NOT_AN_ANSWER)
    if not all(_is_field(key, name, values) for name, values in fields.items()):
        raise Refused(Refusal.NOT_AN_ANSWER)
    longest = longest_in(going.questionnaire.quiz.by_key[key].kind)
    if any(len(value) > longest for values in fields.values() for value in values):
        raise Refused(Refusal.TOO_LONG, most=longest)  # never half of it: "saved" is said of the whole
    body = going.questionnaire.take(going.attempt.seed, key, fields)
    return Said(key, body, going.lang, client, seq)


def _is_field(key: str, name: str, values: object) -> bool:
    """Tell whether this is a control of that question, with texts in it: what is not understood must not take an answer back."""
    is_its_own = name == f"q-{key}" or name.startswith(f"q-{key}.")
    return is_its_own and isinstance(values, list) and all(isinstance(value, str) for value in values)


def _is_numbered(client: str, seq: int) -> bool:
    return CLIENT.fullmatch(client) is not None and 0 < seq <= MOST_SEQ


def _save_form(going: Going) -> Response:
    drawn, changed = going.questionnaire.drawn(going.attempt.seed), _changed(going)
    then, checked = request.form.get("then", "stay"), request.form.get("check", "")
    practice = going.terms.mode == "practice"
    with unit_of_work():
        service.save_form(going.attempt, changed, now=now())
        _save_flags(going)
        _note_practice(going)
        if then == "finish" and practice:
            service.submit(going.attempt, going.questionnaire, going.activity, now=now())
    if then == "finish" and practice:
        return redirect(activity_url(going.outline, going.activity), 303)
    if then == "summary" and "go" not in request.form:
        return redirect(url_for("attempts.summary", **going.address), 303)
    anchor = f"question-{checked}" if checked in drawn else None
    explained = [*request.args.getlist("checked"), *([checked] if anchor and practice else [])]
    wished = request.form.get("lang") or None  # the switch of languages is a button of this form, so that it loses nothing
    page = request.form.get("go", type=int) or request.args.get("page", type=int)
    return redirect(url_for("attempts.attempt", **going.address, page=page, checked=explained, lang=wished, _anchor=anchor), 303)


def _changed(going: Going) -> list[Said]:
    """Return the answers in a form that differ from what it showed, numbered by the page's script where one ran.

    What it did not show, because it stands on another page, is not in it.
    """
    form, seed = request.form, going.attempt.seed
    client, seq = form.get("client", ""), form.get("seq", 0, int)
    shown, fields = dict(each.partition(":")[::2] for each in form.getlist("shown")), _lists(form)
    changed = []
    for place, key in enumerate(going.questionnaire.drawn(seed)):
        body = going.questionnaire.take(seed, key, fields)
        number = (client, seq + place) if _is_numbered(client, seq + place) else ()
        if (key in shown or _is_in(fields, key)) and shown.get(key) != going.sign(key, body):
            changed.append(Said(key, body, going.lang, *number))
    return changed


def _is_in(fields: dict[str, list[str]], key: str) -> bool:
    """Tell whether a form holds anything of a question, though it does not say what it showed."""
    return any(name == f"q-{key}" or name.startswith(f"q-{key}.") for name in fields)


@blueprint.post(f"{ADDRESS}/flags")
@may(Permission.ANSWER, of=load_attempt)
def flags(going: Going) -> Response:
    """Note that somebody wants to come back to a question, or no more, as a script sends it."""
    event = request.get_json(silent=True)
    key, flagged = (event.get("question"), event.get("flagged")) if isinstance(event, dict) else (None, None)
    if not isinstance(flagged, bool) or key not in going.questionnaire.drawn(going.attempt.seed):
        raise Refused(Refusal.NOT_AN_ANSWER)
    with unit_of_work():
        service.set_flag(going.attempt, str(key), flagged=flagged)
    return jsonify(question=key, flagged=flagged)


def _save_flags(going: Going) -> None:
    """Note the flags of a form, as far as it shows their questions."""
    shown = {each.partition(":")[0] for each in request.form.getlist("shown")}
    wanted = set(request.form.getlist("flag")) & shown
    for key in going.questionnaire.drawn(going.attempt.seed):
        if key in shown and (key in wanted) != (key in going.flagged):
            service.set_flag(going.attempt, key, flagged=key in wanted)


def _lists(form: MultiDict[str, str]) -> dict[str, list[str]]:
    return {name: form.getlist(name) for name in form}


def _note_practice(going: Going) -> None:
    """A practice is done when every question has been answered, without being sent in."""
    if going.terms.mode == "practice":
        service.note_practice(going.attempt, going.questionnaire, going.activity, now=now())


def _refusal(going: Going) -> Refusal | None:
    return why_not_answer(submitted_at=going.state.submitted_at, closes_at=going.state.closes_at, now=now())


def _page(going: Going) -> AttemptPage:
    title, course = going.activity.title.in_(going.lang), going.outline.title.in_(going.lang)
    practice = going.terms.mode == "practice"
    checked = frozenset(request.args.getlist("checked")) if practice else frozenset()
    answered = {key for key, given in going.given.items() if given.body is not None}
    shown = going.questionnaire.shown(going.attempt.seed, going.answers, going.lang, explain=checked & answered, reveal=True)
    sections = tuple(SectionView(part.title, part.text, part.questions) for part in shown)
    pages = pages_of(sections) if going.questionnaire.quiz.page == "one" else (sections,)
    place = min(max(1, request.args.get("page", 1, int)), len(pages))
    saved = {key: clock_time(given.at) for key, given in going.given.items() if key in answered}
    address, drawn = going.address, going.questionnaire.drawn(going.attempt.seed)
    here = {question.key for section in pages[place - 1] for question in section.questions}
    refusal, page = _refusal(going), place if len(pages) > 1 else None
    return AttemptPage(
        title=title.text,
        lang=title.lang,
        course_title=course.text,
        course_lang=course.lang,
        course_url=url_for("learner.course_home", course=going.outline.key),
        url=url_for("attempts.attempt", **address),
        save_url=url_for("attempts.responses", **address, checked=sorted(checked), page=page),
        submit_url=url_for("attempts.submission", **address),
        flags_url=url_for("attempts.flags", **address),
        practice=practice,
        sections=pages[place - 1],
        map=_map(pages, answered, going.flagged, place),
        place=place,
        pages=len(pages),
        saved=saved,
        empty=checked - answered,
        answered=len(saved),
        total=len(drawn),
        shown=tuple(key for key in drawn if key in here),
        signs=going.signs,
        sent_by=going.sent_by,
        clock=_clock(going) if refusal is None else None,
        over=_(SENTENCES[refusal]) if refusal else None,
    )


def pages_of(sections: tuple[SectionView, ...]) -> tuple[tuple[SectionView, ...], ...]:
    """Return the parts of a quiz cut into pages of one question each; information comes with the question after it."""
    pages: list[list[SectionView]] = [[]]
    is_full = False
    for section in sections:
        heading = (section.title, section.text)
        for question in section.questions:
            if is_full and (question.number or _is_more(sections, question)):
                pages.append([])
                is_full = False
            if pages[-1] and heading == ("", ""):
                last = pages[-1].pop()
                pages[-1].append(replace(last, questions=(*last.questions, question)))
            else:
                pages[-1].append(SectionView(*heading, (question,)))
            heading = ("", "")
            is_full = is_full or question.number > 0
    return tuple(tuple(page) for page in pages)


def _is_more(sections: tuple[SectionView, ...], piece: QuestionView) -> bool:
    """Tell whether a question comes after this piece of information."""
    rest = iter([question for section in sections for question in section.questions])
    for question in rest:
        if question is piece:
            break
    return any(question.number for question in rest)


def _map(pages: tuple[tuple[SectionView, ...], ...], answered: set[str], flagged: frozenset[str], place: int) -> tuple[MapEntry, ...]:
    return tuple(
        MapEntry(question.key, question.number, number, question.key in answered, question.key in flagged, len(pages) > 1 and number == place)
        for number, page in enumerate(pages, 1)
        for section in page
        for question in section.questions
        if question.number
    )


def _clock(going: Going) -> ClockView | None:
    """Return when the time of an attempt ends, in words and in seconds from now."""
    closes = going.state.closes_at
    if closes is None:
        return None
    return ClockView(_("Time for this attempt ends on %(when)s.", when=date_and_time(closes)), max(0, int((closes - now()).total_seconds())))

"""My learning, the home of a course, and its lessons."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.certificates import queries as certificates
from lms.domain.certificates.queries import Held
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment.queries import list_learning
from lms.domain.enrolment.service import note_place
from lms.domain.people.permissions import Permission
from lms.domain.progress import rules, service
from lms.domain.progress.queries import list_standings, standings_of
from lms.web.learner import quizzes, scenarios, surveys
from lms.web.learner.addresses import activity_url
from lms.web.learner.certifying import certificate_links
from lms.web.learner.covering import coverage_of
from lms.web.learner.following import following
from lms.web.learner.loaders import Place, Spot, load_lesson, load_place, load_spot
from lms.web.learner.notices import told_of_course
from lms.web.learner.outlines import module_views
from lms.web.learner.pages import CourseHome, CourseRow
from lms.web.learner.reading import lesson_page
from lms.web.learner.showing import needs_of, newer_url, next_of, ring_of, visit_of
from lms.web.shell.guards import may
from lms.web.shell.languages import course_language
from lms.web.shell.visitors import now, visitor

blueprint = Blueprint("learner", __name__, template_folder="templates")


@blueprint.get("/learn/")
@may(Permission.SEE_OWN_LEARNING)
def my_learning() -> str:
    """Show every course that the visitor follows: where to go on, and what is completed."""
    asking = visitor()
    assert asking is not None
    following = list_learning(asking.id)
    standings = standings_of([learning.enrolment_id for learning in following])
    claimed = certificates.list_claims(person_id=asking.id)
    held = {claims.course_key: claims.uid for claims in claimed if not claims.revoked_at and not claims.replaced_by}
    ever = {claims.course_key for claims in claimed}
    going: list[CourseRow] = []
    done: list[CourseRow] = []
    for learning in following:
        outline = get_outline(learning.map_digest)
        lang = course_language(outline.languages, outline.source)
        title, here = outline.title.in_(lang), standings.get(learning.enrolment_id, {})
        row = CourseRow(
            title.text,
            title.lang,
            url_for("learner.course_home", course=outline.key),
            ring_of(outline, here, lang),
            None if learning.completed_at else next_of(outline, here, learning.place, lang),
            *certificate_links(learning, outline, Held(held.get(outline.key), outline.key in ever)),
            url_for("notebooks.notebook", course=outline.key),
            newer_url(learning),
        )
        (done if learning.completed_at else going).append(row)
    return render_template("learner/my_learning.html", going=going, done=done)


@blueprint.get("/learn/<string(maxlength=63):course>/")
@may(Permission.LEARN, of=load_place)
def course_home(place: Place) -> str:
    """Show where to go on, what is done and what is still needed."""
    outline, learning = place.outline, place.learning
    title = outline.title.in_(place.lang)
    held = certificates.find_held(learning.enrolment_id) if learning.completed_at else Held(None, ever=False)
    home = CourseHome(
        title.text,
        title.lang,
        ring_of(outline, place.standings, place.lang),
        next_of(outline, place.standings, learning.place, place.lang, but=place.kept_back.modules),
        rules.minutes_left(outline, place.standings),
        module_views(outline, place.text, place.standings, place.kept_back),
        needs_of(outline, place.standings, place.lang),
        outline.certificate is not None,
        learning.completed_at,
        *certificate_links(learning, outline, held),
        url_for("notebooks.notebook", course=outline.key),
        visit_of(place),
        newer_url(learning),
        told_of_course(learning.course_id, learning.notices, outline, place.lang),
        coverage_of(outline),
        place.text.sets,
    )
    return render_template("learner/course_home.html", home=home)


@blueprint.get("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/")
@may(Permission.LEARN, of=load_spot)
def activity(spot: Spot) -> str | Response:
    """Show an activity: a lesson, a scenario or a survey itself, or the page before a quiz; under a former key, say where it is now."""
    if spot.activity.key != spot.wanted:
        return redirect(activity_url(spot.place.outline, spot.activity))
    if spot.activity.kind == "scenario":
        return scenarios.scenario_page(spot)
    if spot.activity.kind == "survey":
        return surveys.survey_page(spot)
    return quizzes.rules_page(spot) if spot.activity.kind == "quiz" else lesson_page(spot)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/done")
@may(Permission.LEARN, of=load_lesson)
def done(spot: Spot) -> Response:
    """Mark a lesson as done, or take that back, and stay on it."""
    with following(spot.place) as place:
        if request.form.get("done") == "no":
            service.undo_done(place.follower, spot.activity, now=now())
        else:
            service.mark_done(place.follower, spot.activity, now=now())
    return redirect(activity_url(spot.place.outline, spot.activity, "done"), 303)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/next")
@may(Permission.LEARN, of=load_lesson)
def go_on(spot: Spot) -> Response:
    """Mark a lesson as done and go to what comes after it; back to the course after the last, or where that is closed."""
    outline = spot.place.outline
    _before, after = outline.neighbours(spot.activity.key)
    with following(spot.place) as place:
        enrolment = place.learning.enrolment_id
        service.mark_done(place.follower, spot.activity, now=now())
        if after and (not place.lets_in(outline.module_of(after.key)) or rules.what_comes_first(outline, list_standings(enrolment), after)):
            after = None  # the home of the course says what opens it
        if after:
            note_place(enrolment, after.key, now=now())
    return redirect(activity_url(outline, after) if after else url_for("learner.course_home", course=outline.key), 303)

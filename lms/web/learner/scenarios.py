"""The page of a scenario, with all its scenes, and the ending that its reader has come to."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.scenarios import scene_anchor
from lms.domain.people.permissions import Permission
from lms.domain.progress import rules, service
from lms.web.learner.addresses import activity_url
from lms.web.learner.following import following
from lms.web.learner.heads import lesson_head
from lms.web.learner.loaders import Spot, load_scenario
from lms.web.learner.pages import ScenarioPage
from lms.web.learner.reading import language_notices
from lms.web.learner.showing import around, visit_of
from lms.web.learner.stories import story_text
from lms.web.shell.guards import may
from lms.web.shell.visitors import now

blueprint = Blueprint("scenarios", __name__)


def scenario_page(spot: Spot) -> str:
    """Show a scenario: every scene is on the page, and the address says which of them is read."""
    lang = spot.activity.language(spot.place.lang)
    text = story_text(spot.activity, lang)
    page = ScenarioPage(
        **{**around(spot), "lang": lang},
        text=text,
        done=rules.standing_of(spot.activity, spot.place.standings).is_done,
        ending_url=url_for("scenarios.ending", course=spot.place.outline.key, activity=spot.activity.key),
        notices=language_notices(spot.activity, spot.place.lang, lang, is_behind=spot.activity.documents[lang].state == "stale"),
        visit=visit_of(spot.place),
        shared=lesson_head(spot.place.outline, spot.activity, lang, text.opening),
    )
    return render_template("learner/scenario.html", page=page)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/ending")
@may(Permission.LEARN, of=load_scenario)
def ending(spot: Spot) -> Response:
    """Mark a scenario as done by whoever has come to one of its endings, and stay there."""
    scene = request.form.get("ending", "")
    with following(spot.place) as place:
        service.reach_ending(place.follower, spot.activity, scene, now=now())
    return redirect(activity_url(spot.place.outline, spot.activity, scene_anchor(spot.activity.key, scene)), 303)

"""Sets of cards: all of them as cards, as a table or beside each other, filtered by the address; and each by itself."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.web.learner.addresses import card_url
from lms.web.learner.card_pages import card_page, set_page
from lms.web.learner.heads import card_head, set_head
from lms.web.learner.loaders import Drawer, load_card, load_set
from lms.web.shell.guards import may

blueprint = Blueprint("cards", __name__, template_folder="templates")


@blueprint.get("/learn/<string(maxlength=63):course>/cards/<string(maxlength=63):name>/")
@may(Permission.LEARN, of=load_set)
def set_(drawer: Drawer) -> str:
    """Show a set of cards of a course."""
    return show_set(drawer)


@blueprint.get("/learn/<string(maxlength=63):course>/cards/<string(maxlength=63):name>/<string(maxlength=63):card>/")
@may(Permission.LEARN, of=load_card)
def card(drawer: Drawer) -> str | Response:
    """Show a single card of a course."""
    return show_card(drawer)


def show_set(drawer: Drawer) -> str:
    """Show a set of cards, of a course or guide, as the address asks for it."""
    return render_template("learner/cards.html", page=set_page(drawer), shared=set_head(drawer))


def show_card(drawer: Drawer) -> str | Response:
    """Show a single card; under a former key, say where it is now."""
    if drawer.card.key != drawer.wanted:
        return redirect(card_url(drawer.place.outline, drawer.set.key, drawer.card.key), 301)
    return render_template("learner/card.html", page=card_page(drawer), shared=card_head(drawer))

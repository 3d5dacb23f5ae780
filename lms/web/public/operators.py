"""Addresses for those who run the site: is it alive, can it serve."""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from lms.platform.database import db
from lms.platform.schema import newest_version, version_of
from lms.web.shell.guards import public

blueprint = Blueprint("operators", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Say whether the database can be reached and has the schema that this program needs."""
    try:
        version = version_of(db.engine)
    except SQLAlchemyError:
        return jsonify(status="database-unreachable"), 503
    return (jsonify(status="ok"), 200) if version == newest_version() else (jsonify(status="schema-outdated"), 503)

"""What our pages are compared with: the least that Flask can do for the same bytes and the same promise."""

from flask import Flask, Response, request
from sqlalchemy import Engine, insert

from bench.site import ROWS
from lms.platform.database import WRITES

PAGE = "/constant"
INSERT = "/rows"


def constant_page(body: bytes) -> Flask:
    """Return a Flask application that answers with these bytes, whoever asks."""
    app = Flask("plain")

    @app.get(PAGE)
    def constant() -> Response:
        return Response(body, content_type="text/html; charset=utf-8")

    return app


def one_insert(engine: Engine) -> Flask:
    """Return a Flask application that keeps what is posted in one row, committed before it answers."""
    app, statement = Flask("plain"), insert(ROWS)

    @app.post(INSERT)
    def keep() -> Response:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(statement, {"body": request.get_data(as_text=True)})
        return Response('{"saved":true}', content_type="application/json")

    return app

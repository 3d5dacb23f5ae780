"""The entrance for application servers: ``gunicorn wsgi:app``."""

from lms import create_app

app = create_app()

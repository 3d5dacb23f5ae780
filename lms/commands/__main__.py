"""Lets ``python -m lms.commands`` be the command ``lms``."""

from lms.commands import main

main(prog_name="lms")

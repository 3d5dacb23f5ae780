"""Sentences of the floors below, said in the reader's language."""


from lms.domain.phrases import SENTENCES
from lms.kernel.problems import Problem
from lms.kernel.refusals import Refused
from lms.web.shell.words import words


def say(refused: Refused) -> str:
    """Return the sentence for a refusal, in the language of the page."""
    # A refusal may know more than its sentence needs; only what the sentence names is filled in.
    return words().template(SENTENCES[refused.reason]) % refused.facts


def say_problem(problem: Problem) -> str:
    """Return the sentence for a problem of a file, in the language of the page."""
    return words().template(problem.text) % problem.facts

"""Problems have their place, are all told, in order, each once."""

import pytest

from lms.kernel.problems import Problem, Problems


def test_a_problem_says_file_line_severity_sentence_and_code() -> None:
    problem = Problem(
        "a.md", 12, "error", "missing-alt", "picture %(name)s without alt text", {"name": "x.svg"}
    )
    assert str(problem) == "a.md:12: error: picture x.svg without alt text [missing-alt]"


@pytest.mark.parametrize(
    ("text", "facts", "message"),
    [
        pytest.param("less than 100%%", {}, "less than 100%", id="a percent sign, without facts"),
        pytest.param("%(part)s%% of it", {"part": 5}, "5% of it", id="a percent sign, with facts"),
        pytest.param("plain", {}, "plain", id="neither"),
        pytest.param("“%(text)s”", {"text": "100% %(x)s"}, "“100% %(x)s”", id="signs in a fact stay"),
    ],
)
def test_the_message_of_a_problem(text: str, facts: dict[str, object], message: str) -> None:
    assert Problem("a", 1, "error", "x", text, facts).message == message


def test_problems_are_told_by_file_line_and_code_each_once() -> None:
    problems = Problems()
    problems.warning("b.md", 1, "z", "last")
    problems.error("a.md", 10, "y", "third")
    problems.error("a.md", 9, "y", "second")
    problems.error("a.md", 9, "b", "first")
    problems.error("a.md", 10, "y", "third")
    assert [problem.text for problem in problems.found] == ["first", "second", "third", "last"]


def test_two_problems_of_one_line_that_differ_in_a_fact_are_both_told() -> None:
    problems = Problems()
    for name in ("one", "two"):
        problems.error("a.md", 1, "x", "%(name)s", name=name)
    assert [problem.message for problem in problems.found] == ["one", "two"]


def test_only_errors_forbid_publishing() -> None:
    problems = Problems()
    problems.warning("a.md", 1, "x", "careful")
    assert problems.has_errors is False
    others = Problems()
    others.error("b.md", 1, "x", "stop")
    problems.add(others)
    assert (problems.has_errors, others.has_errors) == (True, True)
    assert len(problems.found) == 2

"""A contract that fails says what to write where: each carries it as ``@pytest.mark.mend("…")``, shown with its failure."""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the words of the mark beneath what failed."""
    report = yield
    if report.failed:
        report.sections += [("What to do", mark.args[0]) for mark in item.iter_markers("mend")]
    return report

"""What is loaded is set aside from the collector, which goes on afterwards as before."""

import gc
import subprocess
import sys

import pytest

from lms.kernel.loading import loading
from tests.support.source import ROOT

LOADED_TWICE = """
import gc
from lms.kernel.loading import loading
counts = [gc.get_freeze_count()]
for name in ("colorsys", "colorsys"):
    with loading():
        __import__(name)
    counts.append(gc.get_freeze_count())
print(counts[0] == 0, counts[1] > 1000, counts[2] == counts[1], gc.isenabled())
"""


def test_what_is_loaded_is_set_aside_and_what_was_there_already_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED_TWICE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 4


def test_the_collector_goes_on_where_loading_failed() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError("no such thing")
    assert gc.isenabled()


def test_a_collector_that_rested_before_rests_afterwards() -> None:
    gc.disable()
    try:
        with loading():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()

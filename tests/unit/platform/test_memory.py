"""What is needed for a moment only is given back: by whichever thread hashed a password, and by the collector."""

import gc
import subprocess
import sys

import lms
from tests.support.source import ROOT

MEGABYTE = 1024 * 1024
HASHES_IN_EIGHT_THREADS = """
import resource
from pathlib import Path
from threading import Thread
from lms.domain.people.passwords import password_matches
from lms.platform.memory import give_back_large_pieces

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

if give_back_large_pieces() and Path("/proc/self/statm").exists():
    before = resident()
    threads = [Thread(target=password_matches, args=("a password", None)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(resident() - before)
else:
    print(0)
"""


def test_eight_threads_that_have_hashed_hold_no_memory_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HASHES_IN_EIGHT_THREADS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 19 * MEGABYTE


def test_what_cannot_be_reached_is_collected_once_everything_is_loaded() -> None:
    assert (gc.isenabled(), lms.__all__) == (True, ["create_app"])

"""What hashing passwords needs for a moment is given back, whichever thread hashed."""

import subprocess
import sys

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

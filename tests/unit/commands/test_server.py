"""The server's memory: its threads share two heaps."""

import platform
import subprocess
import sys

import pytest

# Eight threads are alive together, each with memory of its own; then the C library itself says in how many heaps that lies.
THREADS = """
import ctypes, sys, threading
from lms.commands.server import share_heaps
print(share_heaps() if sys.argv[1] == "shared" else None, flush=True)
library, meet = ctypes.CDLL(None), threading.Barrier(8)
def work():
    library.malloc(1000)
    meet.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
if hasattr(library, "malloc_info"):
    stream = ctypes.c_void_p.in_dll(library, "stdout")
    library.malloc_info(0, stream)
    library.fflush(stream)
"""


@pytest.mark.parametrize("way", ["shared", "of their own"])
def test_the_threads_of_a_server_share_two_heaps(way: str) -> None:
    done = subprocess.run([sys.executable, "-c", THREADS, way], capture_output=True, text=True, check=True)
    told, _, heaps = done.stdout.partition("\n")
    if platform.libc_ver()[0] != "glibc":
        assert told == str({"shared": False}.get(way))
    elif way == "shared":
        assert (told, heaps.count("<heap nr=")) == ("True", 2)
    else:
        assert heaps.count("<heap nr=") > 2  # else there would be nothing to share

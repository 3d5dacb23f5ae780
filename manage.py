#!/usr/bin/env python3
"""Isegoria: sets up what is missing, then does what you say.

    python3 manage.py run [--host H] [--port P] [--no-demo]   serve the platform on this machine
    python3 manage.py test [--quick] [PYTEST ARGUMENTS]       every test; --quick: in a minute or two
    python3 manage.py WORDS ...                               any other command, the same as: lms WORDS ...

Nothing but Python 3.11 or newer is needed. Packages go into the folder .venv beside this file.
"""

# Old Pythons must be able to read this file, to say that they are too old:
# plain ASCII, no annotations, no f-strings.
from __future__ import print_function

import glob
import hashlib
import os
import subprocess
import sys
import time

try:
    import fcntl
except ImportError:  # Windows, which main() refuses
    fcntl = None

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "isegoria-stamp")
LMS = os.path.join(VENV, "bin", "lms")
LOCKS = {"run": os.path.join(ROOT, "locks", "run.txt"), "test": os.path.join(ROOT, "locks", "test.txt")}
TOOLS_LOCK = os.path.join(ROOT, "locks", "tools.txt")
BUILD_FILES = [os.path.join(ROOT, "setup.cfg"), os.path.join(ROOT, "pyproject.toml")]
OLDEST = (3, 11)
SAFELY = ["--require-hashes", "--only-binary", ":all:"]
QUICK_TESTS = ["-m", "not slow and not server and not browser"]
QUICK_PLACES = ["tests/unit", "tests/contracts"]
DOWNLOAD_FAILED = (
    "The packages could not be fetched or installed; the lines above say which and why.\n"
    "Check that this machine reaches the internet and run the same command again. Behind a proxy, set\n"
    "HTTPS_PROXY; with a package mirror of your own, set PIP_INDEX_URL and UV_DEFAULT_INDEX."
)


class SetUpFailed(Exception):
    """Set-up cannot go on; the message is for the person at the keyboard."""


def main(words):
    """Do what the words say and return an exit status; on success this process becomes the command itself."""
    if sys.version_info < OLDEST:
        return refuse(
            "Isegoria needs Python 3.11 or newer; this is Python %s. Try: python3.11 manage.py %s"
            % (sys.version.split()[0], " ".join(words))
        )
    if os.name != "posix":
        return refuse(
            "Isegoria runs on Linux and macOS; on Windows use it inside WSL (Windows Subsystem for Linux)."
        )
    if not words or words[0] in ("-h", "--help"):
        print(__doc__.strip(), file=sys.stdout if words else sys.stderr)
        return 0 if words else 2
    try:
        set_up("test" if words[0] == "test" else "run")
        if words[0] != "translations":  # its own commands say better what is wrong with a catalogue
            compile_catalogues()
    except SetUpFailed as failure:
        return refuse(str(failure))
    except KeyboardInterrupt:
        say("Stopped. The same command goes on where this one stopped.")
        return 130
    become(command_for(words))


def command_for(words):
    """Return the command line that the words stand for."""
    if words[0] != "test":
        return [LMS] + words
    os.chdir(ROOT)
    return [PYTHON, "-m", "pytest"] + pytest_arguments(words[1:])


def pytest_arguments(given):
    """Return pytest's arguments: several processes unless told otherwise, quick tests only if asked for."""
    rest = [word for word in given if word != "--quick"]
    chosen = ["-n", "auto", "--maxprocesses", "8"]
    if any(word.startswith(("-n", "--numprocesses")) or word == "--pdb" for word in rest):
        chosen = []
    if "--quick" in given:
        chosen += QUICK_TESTS
        if not any(os.path.exists(word.split("::")[0]) for word in rest):
            chosen += QUICK_PLACES
    return chosen + rest


def set_up(level):
    """Make .venv hold exactly the lock of the level: "run", or "test", which holds more.

    Nothing is done when the stamp says that it was done with the files and the Python of now.
    """
    if is_stamped(level):
        return
    with only_one_at_a_time():
        if is_stamped(level):
            return
        started = time.time()
        make_environment()
        if stamped_level() == "test":
            level = "test"  # packages for tests that are there stay there
        forget_stamp()
        install(level)
        write_stamp(level)
        say("Set up in %d seconds." % round(time.time() - started))


def is_stamped(level):
    """Say whether a set-up for the level, or for more, was finished with the very files and Python of now."""
    return any(read_stamp() == stamp_for(each) for each in ("test", level))


def stamp_for(level):
    """Return what the stamp reads after setting up the level: its name and a hash of all that decides it."""
    sums = hashlib.sha256()
    for path in [LOCKS[level], TOOLS_LOCK] + BUILD_FILES:
        with open(path, "rb") as file:
            sums.update(file.read() + b"\0")
    sums.update(("%s\0%s" % (sys.version, ROOT)).encode("utf-8", "surrogateescape"))
    return "%s %s" % (level, sums.hexdigest())


def read_stamp():
    """Return the stamp, or an empty text where no set-up was finished."""
    try:
        with open(STAMP) as file:
            return file.read() if os.path.exists(PYTHON) else ""
    except IOError:
        return ""


def stamped_level():
    """Return "run" or "test", whatever was set up last, or an empty text."""
    return read_stamp().partition(" ")[0]


def forget_stamp():
    """Take the stamp away, so that a set-up that stops halfway is begun again."""
    if os.path.exists(STAMP):
        os.remove(STAMP)


def write_stamp(level):
    """Note that the level is set up; whole or not at all."""
    with open(STAMP + ".new", "w") as file:
        file.write(stamp_for(level))
    os.rename(STAMP + ".new", STAMP)


def make_environment():
    """Make .venv with the Python that runs this file, unless a working one for this Python is there."""
    if was_made_here() and version_of(PYTHON) == version_of(sys.executable):
        return
    say("Making the environment in .venv with Python %s ..." % sys.version.split()[0])
    base = getattr(sys, "_base_executable", None) or sys.executable
    for module, ways in (
        ("ensurepip", ["venv"]),
        ("virtualenv", ["virtualenv"]),
        ("pip", ["venv", "--without-pip"]),
    ):
        if succeeds([base, "-c", "import " + module]):
            run(
                [base, "-m"] + ways + ["--clear", VENV],
                "The folder .venv could not be made; the lines above say why.",
            )
            return
    raise SetUpFailed(
        "This Python cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv"
    )


def was_made_here():
    """Say whether .venv was made in this very folder: its programs do not start after a move."""
    try:
        with open(os.path.join(VENV, "bin", "activate")) as file:
            return VENV in file.read()
    except IOError:
        return False


def install(level):
    """Put exactly the packages of the lock into .venv, then the project itself without dependencies."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    pip = [PYTHON, "-m", "pip"]
    if not succeeds(pip + ["--version"]):
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    say("Fetching the installer ...")
    run(
        pip + ["install", "--disable-pip-version-check"] + SAFELY + ["-r", TOOLS_LOCK] + quiet,
        DOWNLOAD_FAILED,
    )
    say("Fetching and installing %d packages ..." % count_packages(LOCKS[level]))
    uv = [os.path.join(VENV, "bin", "uv"), "pip"]
    here = ["--python", PYTHON] + quiet
    run(uv + ["sync", "--compile-bytecode"] + SAFELY + [TOOLS_LOCK, LOCKS[level]] + here, DOWNLOAD_FAILED)
    say("Installing Isegoria itself ...")
    run(
        uv + ["install", "--offline", "--no-deps", "--no-build-isolation", "--editable", ROOT] + here,
        "Isegoria itself could not be installed; the lines above say why.",
    )


def count_packages(lock):
    """Return how many packages a lock names."""
    with open(lock) as file:
        return sum("==" in line for line in file)


def compile_catalogues():
    """Compile every catalogue of translations that changed since it was compiled."""
    catalogues = glob.glob(os.path.join(ROOT, "translations", "*", "LC_MESSAGES", "messages.po"))
    if any(is_stale(catalogue) for catalogue in catalogues):
        say("Compiling the translations ...")
        run(
            [LMS, "translations", "compile"],
            "The translations could not be compiled; the lines above say why.",
        )


def is_stale(catalogue):
    """Say whether the compiled twin of the catalogue is missing or older."""
    compiled = catalogue[:-3] + ".mo"
    return not os.path.exists(compiled) or os.path.getmtime(compiled) < os.path.getmtime(catalogue)


def only_one_at_a_time():
    """Return this file, open and locked: a second set-up waits until the first has closed it."""
    file = open(os.path.abspath(__file__), "rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except IOError:
        say("Waiting for another set-up in this folder to finish ...")
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def version_of(python):
    """Return the kind and the major and minor version of an interpreter, or nothing where it does not run."""
    question = "import sys; print(sys.implementation.name, sys.version_info[:2])"
    try:
        return subprocess.check_output([python, "-c", question], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return b""


def succeeds(command):
    """Say whether a command ends well; what it prints is not shown."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def run(command, otherwise):
    """Run one step, its words on standard error; where it fails, raise SetUpFailed with ``otherwise``."""
    environment = dict(os.environ)
    environment.setdefault("UV_SYSTEM_CERTS", "true")  # many offices sign what comes in with a key of their own
    if not os.access(os.path.expanduser("~"), os.W_OK):  # a service account often has no home
        environment.setdefault("UV_NO_CACHE", "1")
    try:
        status = subprocess.call(command, stdout=sys.stderr, env=environment, cwd=ROOT)
    except OSError as error:
        raise SetUpFailed("%s\n(%s: %s)" % (otherwise, command[0], error.strerror))
    if status != 0:
        raise SetUpFailed(otherwise)


def become(command):
    """Replace this process by the command, so that signals and exit codes are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def say(sentence):
    """Tell the person at the keyboard; standard output belongs to the command."""
    print(sentence, file=sys.stderr)
    sys.stderr.flush()


def refuse(sentence):
    """Say why nothing can be done and return the exit status for that."""
    say(sentence)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

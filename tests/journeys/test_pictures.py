"""The pictures of the README can be taken anew: all pages that they show are there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lms.settings import CHECKOUT
from tests.journeys.pictures import PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]


def test_every_picture_is_taken_by_the_command(chromium: Browser, tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    command = [sys.executable, "-m", "tests.journeys.pictures", "--into", str(tmp_path)]
    done = subprocess.run(command, env=bare, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert {path.name: path.read_bytes()[8:12] for path in tmp_path.iterdir()} == {picture.file: b"WEBP" for picture in PICTURES}

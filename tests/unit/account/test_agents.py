"""Browsers in words."""

import pytest

from lms.web.account.agents import describe

MAC, WINDOWS = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        pytest.param(f"{WINDOWS} {CHROMIUM}", ("Chrome", "Windows"), id="Chrome"),
        pytest.param(f"{WINDOWS} {CHROMIUM} Edg/142.0.0.0", ("Edge", "Windows"), id="Edge says that it is Chrome"),
        pytest.param(f"{MAC} {CHROMIUM} OPR/120.0", ("Opera", "macOS"), id="Opera"),
        pytest.param(f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", ("Safari", "macOS"), id="Safari"),
        pytest.param(f"{PHONE} Version/18.5 Mobile/15E148 Safari/604.1", ("Safari", "iPhone"), id="Safari on a telephone"),
        pytest.param(f"{PHONE} CriOS/142.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone"), id="Chrome on a telephone that is no Safari"),
        pytest.param(f"{PHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", ("Firefox", "iPhone"), id="Firefox there"),
        pytest.param("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", ("Safari", "iPad"), id="a tablet"),
        pytest.param("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", ("Firefox", "Android"), id="Firefox on Android"),
        pytest.param(f"Mozilla/5.0 (Linux; Android 15; SM-S931B) {CHROMIUM} SamsungBrowser/28.0", ("Samsung Internet", "Android"), id="Samsung"),
        pytest.param("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux"), id="Firefox on Linux"),
        pytest.param(f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROMIUM}", ("Chrome", "ChromeOS"), id="a Chromebook"),
        pytest.param("curl/8.5.0", ("", ""), id="a program"),
        pytest.param("", ("", ""), id="nothing"),
        pytest.param(None, ("", ""), id="unknown"),
        pytest.param("<script>alert(1)</script>", ("", ""), id="nonsense"),
    ],
)
def test_a_browser_is_called_as_people_know_it(agent: str | None, expected: tuple[str, str]) -> None:
    assert tuple(describe(agent)) == expected

"""The protecting headers of every answer, letter for letter (security.md 6.3)."""

from werkzeug.test import TestResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(),"
        " encrypted-media=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(),"
        " idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(),"
        " payment=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(),"
        " storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()"
    ),
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Content-Security-Policy-Report-Only")


def wrong(response: TestResponse, expected: dict[str, str]) -> dict[str, str | None]:
    """Return the headers that are not as expected, with what they are."""
    different = {
        name: response.headers.get(name)
        for name, value in expected.items()
        if response.headers.get(name) != value
    }
    twice = {name: "twice" for name in expected if len(response.headers.getlist(name)) > 1}
    return different | twice | {name: response.headers[name] for name in NEVER if name in response.headers}

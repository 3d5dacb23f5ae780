"""Under which digests is kept what an edition determines."""

from lms.kernel.digest import digest_of
from lms.platform.markdown_version import RENDERER

# The version of what is kept of an outline or a quiz; a change makes everything be rendered again.
COMPILED = "8"


def page_digest(kind: str, *parts: str) -> str:
    """Return the key under which something rendered is kept: a digest of all that it depends on, the renderer included."""
    return digest_of(kind, RENDERER, COMPILED, *parts)

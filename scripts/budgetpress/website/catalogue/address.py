"""Where the site will stand, which only the one who publishes it knows: the variable SITE_URL says it.

Without it every address in a catalogue is relative to the file that holds it, and what must have an absolute
name gets one that needs no host (`urn:uuid:`), the same on every build.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from budgetpress.website.escape import web_url


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """Where addresses begin. `root` ends with a slash, or is empty where nobody has said it."""

    root: str = ""

    def to(self, path: str, *, above: int = 0) -> str:
        """The address of `path`, from the site's root, for a file that lies `above` folders below it."""
        return (self.root or "../" * above) + quote(path) or "./"


def site_base(said: str | None = None) -> Base:
    """The site's address as `said`, or else as in SITE_URL, as far as it is one of the web."""
    root = web_url(os.environ.get("SITE_URL", "") if said is None else said)
    return Base(root=root if root.endswith("/") or not root else f"{root}/")


def urn(*words: str) -> str:
    """A name for what `words` say, the same for the same words everywhere."""
    return uuid5(NAMESPACE_URL, f"urn:x-budgetpress:{quote('/'.join(words))}").urn

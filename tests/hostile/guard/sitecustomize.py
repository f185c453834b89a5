"""Loaded by every Python whose path has this folder: a process that reaches for the network is found out.

It leaves an empty file in the folder that NETWORK_TOUCHED names, since a child with limits may write no byte,
and is refused.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_REACHING = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "urllib.Request")


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith(_REACHING):
        return
    if event == "socket.connect" and not isinstance(arguments[1], tuple):
        return  # within the machine
    Path(os.environ["NETWORK_TOUCHED"], f"{event}-{os.getpid()}").touch()
    raise PermissionError(f"no network here: {event} {arguments[1:]}")


if os.environ.get("NETWORK_TOUCHED"):
    sys.addaudithook(_guard)

"""Run a parser of untrusted files in a process of its own, with limits to memory and time.

A file of 2 kB can make any PDF or workbook parser ask for gigabytes, run for hours, or crash. In a child with
limits each of these is one clear `InputError`. The child is forked from a small server that has the parsers
loaded already (20 ms a file, where a fresh interpreter needs 400), so nothing of the caller's memory or
threads is copied; what it sends back can only be plain values and this package's own classes.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from budgetpress.errors import InputError

resource: Any
try:
    import resource
except ImportError:  # Windows: no limits but the clock
    resource = None

_WARM = ["budgetpress.read.pdf.document"]
"""What the server loads before it forks."""

_MAX_MESSAGE = 256 * 1024 * 1024
"""Bytes of one message; the cells of the densest page are 2 MB."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one call may cost: megabytes beyond a fresh start, processor seconds, and seconds by the clock."""

    memory_mb: int
    seconds: int
    wall_seconds: int


def run_in_child(
    name: str, limits: Limits, function: Callable[..., Iterator[Any]], *arguments: Any
) -> Generator[Any, None, None]:
    """Yield what `function(*arguments)` yields, each value as soon as it is there.

    `function` and its arguments must be picklable. An InputError that it raises is raised here; one that
    names the file `name` is raised where the child exceeds a limit, crashes or fails.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, limits, function, arguments), daemon=True)
    process.start()
    theirs.close()
    deadline = monotonic() + limits.wall_seconds
    try:
        while True:
            try:
                if not ours.poll(max(0.0, deadline - monotonic())):
                    raise InputError(name, f"the parser needed more than {limits.wall_seconds} s", do=_DO)
                kind, value = _loads(ours.recv_bytes(_MAX_MESSAGE))
            except (EOFError, OSError):
                process.join(5)
                raise InputError(name, _why(process.exitcode, limits), do=_DO) from None
            if kind == "end":
                return
            if kind == "value":
                yield value
            else:
                raise _error(name, kind, value, limits)
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


_DO = "Check where the file is from; print it to a new PDF, or give only the pages with the tables."


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    return context


def _forget_server() -> None:
    """A forked worker must start a server of its own: it cannot wait for its parent's."""
    forkserver._forkserver.__init__()  # type: ignore[misc]  # noqa: SLF001


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_server)


def _error(name: str, kind: str, value: Any, limits: Limits) -> InputError:
    if kind == "refused":
        return InputError(
            value["file"], value["found"], place=value["place"], expected=value["expected"], do=value["do"]
        )
    if kind == "memory":
        return InputError(name, f"the parser needed more than {limits.memory_mb} MB", do=_DO)
    return InputError(name, f"the parser failed ({value})", do=_DO)


def _why(exit_code: int | None, limits: Limits) -> str:
    """What a child's death says. A parser in C aborts where it gets no memory."""
    if exit_code is None:
        return "the parser stopped answering"
    number = -exit_code
    if number in (getattr(signal, "SIGXCPU", 0), signal.SIGKILL):
        return f"the parser needed more than {limits.seconds} s"
    if number in (signal.SIGABRT, getattr(signal, "SIGTRAP", 0), signal.SIGILL):
        return f"the parser needed more than {limits.memory_mb} MB"
    return f"the parser crashed ({signal.Signals(number).name if number > 0 else f'exit code {exit_code}'})"


# --- in the child ---------------------------------------------------------------------------------------


def _serve(
    pipe: Connection, limits: Limits, function: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]
) -> None:
    _limit(limits)
    try:
        for value in function(*arguments):
            _send(pipe, "value", value)
        _send(pipe, "end", None)
    except InputError as error:
        fields = {key: getattr(error, key) for key in ("file", "found", "place", "expected", "do")}
        _send(pipe, "refused", fields)
    except MemoryError:
        _send(pipe, "memory", None)
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is a fault of the file
        _send(pipe, "failed", f"{type(error).__name__}: {error}"[:300])
    pipe.close()


def _send(pipe: Connection, kind: str, value: Any) -> None:
    pipe.send_bytes(pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL))


def _limit(limits: Limits) -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    if sys.platform == "linux":  # others do not hold to it
        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        most = now + limits.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


# --- what may come back ---------------------------------------------------------------------------------


class _OwnClasses(pickle.Unpickler):
    """Unpickles plain values and classes of this package: a child that was taken over can send no code."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("budgetpress."):
            with suppress(AttributeError):
                found = getattr(sys.modules.get(module), name)
                if isinstance(found, type) and found.__module__ == module:
                    return found
        raise pickle.UnpicklingError(f"{module}.{name} is no class of this package")


def _loads(data: bytes) -> Any:
    return _OwnClasses(io.BytesIO(data)).load()

"""Run a parser of untrusted files in a process of its own, with limits to memory and time.

A file of 2 kB can make any PDF or workbook parser ask for gigabytes, run for hours, or crash. In a child with
limits each of these is one clear `InputError`. Children are forked from a small server that has loaded the
parsers (10 ms a file, where a fresh interpreter needs 400); nothing of the caller's memory or threads is
copied, and what comes back can only be plain values and this package's own classes. Where processes cannot
be forked (Windows), the parser runs in the caller's process and without limits.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from budgetpress.errors import InputError

_WARM = ("budgetpress.read.pdf.document",)
"""What the server loads before it forks."""

_MAX_MESSAGE = 256 * 1024 * 1024
"""Bytes of one value; the cells of the densest page are 2 MB."""

_START = 3
"""How many values at their dearest a document may have before their mean counts."""

_DO = "Check where the file is from; print it to a new PDF, or give only the pages with the tables."


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a call may cost.

    `memory_mb` is megabytes beyond a fresh start; `seconds` of processor time and `wall_seconds` by the clock
    are for each value that is yielded (a page, a sheet). Where values are many, `mean_seconds` of processor
    time is what they may need on average, beyond a start of a few times `seconds`.
    """

    memory_mb: int
    seconds: int
    wall_seconds: int
    mean_seconds: float | None = None

    def until(self, spent: float, done: int) -> int:
        """The processor time at which a child ends that has spent so much on so many values."""
        most = spent + self.seconds + 1
        if self.mean_seconds is not None:
            most = min(most, _START * self.seconds + self.mean_seconds * done)
        return int(most)


def run_in_child(
    name: str, limits: Limits, function: Callable[..., Iterator[Any]], *arguments: Any
) -> Generator[Any, None, None]:
    """Yield what `function(*arguments)` yields, each value as soon as it is there.

    `function` and its arguments must be picklable. An InputError that it raises is raised here; one that
    names the file `name` is raised where the child exceeds a limit, crashes or fails.
    """
    if not hasattr(os, "fork"):
        yield from function(*arguments)
        return
    values, fate = _SERVER.child()
    try:
        pid = int.from_bytes(fate.recv_bytes(8), "big")
        values.send_bytes(pickle.dumps((limits, function, arguments)))
        while True:
            if not values.poll(limits.wall_seconds):
                os.kill(pid, signal.SIGKILL)
                raise InputError(name, f"the parser needed more than {limits.wall_seconds} s", do=_DO)
            kind, value = _loads(values.recv_bytes(_MAX_MESSAGE))
            if kind == "end":
                return
            if kind == "value":
                yield value
            else:
                raise _error(name, kind, value, limits)
    except (EOFError, OSError):
        raise InputError(name, _why(_exit_code(fate), limits), do=_DO) from None
    finally:
        values.close()
        fate.close()


def _error(name: str, kind: str, value: Any, limits: Limits) -> InputError:
    if kind == "refused":
        return InputError(
            value["file"], value["found"], place=value["place"], expected=value["expected"], do=value["do"]
        )
    if kind == "memory":
        return InputError(name, f"the parser needed more than {limits.memory_mb} MB", do=_DO)
    return InputError(name, f"the file is damaged: the parser failed ({value})", do=_DO)


def _exit_code(fate: Connection) -> int:
    with suppress(EOFError, OSError):
        if fate.poll(5):
            return os.waitstatus_to_exitcode(int.from_bytes(fate.recv_bytes(8), "big"))
    return 0


def _why(exit_code: int, limits: Limits) -> str:
    """What a child's death says. A parser in C aborts where it gets no memory."""
    if -exit_code in (signal.SIGXCPU, signal.SIGKILL):
        many = f" for a page, or {limits.mean_seconds} s for each of many" if limits.mean_seconds else ""
        return f"the parser needed more than {limits.seconds} s{many}"
    if -exit_code in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL):
        return f"the parser needed more than {limits.memory_mb} MB"
    how = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
    return f"the file is damaged: the parser crashed ({how})"


# --- the server, seen from the caller -------------------------------------------------------------------


class _Server:
    """The process that forks the children; started when it is first needed, ended with this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._control: socket.socket | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    def child(self) -> tuple[Connection, Connection]:
        """A new child: the connections that carry its values, and its number and how it ended."""
        values, its_values = socket.socketpair()
        fate, its_fate = socket.socketpair()
        with self._lock, its_values, its_fate:
            fds = [its_values.fileno(), its_fate.fileno()]
            try:
                socket.send_fds(self._started(), [b"+"], fds)
            except OSError:  # it was killed
                self.stop()
                socket.send_fds(self._started(), [b"+"], fds)
        return Connection(values.detach()), Connection(fate.detach())

    def _started(self) -> socket.socket:
        if self._owner != os.getpid():
            self.stop()  # in a forked worker: that of its parent is not its own
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                process = subprocess.Popen(
                    [sys.executable, "-c", f"from {__name__} import serve; serve({theirs.fileno()})"],
                    pass_fds=[theirs.fileno()],
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            self._processes.append(process)
            self._control, self._owner = ours, os.getpid()
        return self._control

    def stop(self) -> None:
        """Let go of the server; it ends when nobody holds it."""
        if self._control is not None:
            self._control.close()
            self._control = None
            if self._owner == os.getpid():
                self._processes.pop().wait()


_SERVER = _Server()
atexit.register(_SERVER.stop)


# --- in the server --------------------------------------------------------------------------------------


def serve(control: int) -> None:
    """Fork a child for each pair of sockets that comes in, until the caller is gone."""
    for module in _WARM:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    with socket.socket(fileno=control) as requests:
        while True:
            _, fds, _, _ = socket.recv_fds(requests, 1, 2)
            if not fds:
                return
            if not os.fork():
                requests.close()
                _keep(*fds)
            for fd in fds:
                os.close(fd)


def _keep(values: int, fate: int) -> NoReturn:
    """Fork the child, tell its number, wait for it and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if not child:
        os.close(fate)
        _work(Connection(values))
    os.close(values)
    with suppress(OSError):
        connection = Connection(fate)
        connection.send_bytes(child.to_bytes(8, "big"))
        connection.send_bytes(os.waitpid(child, 0)[1].to_bytes(8, "big"))
    os._exit(0)


# --- in the child ---------------------------------------------------------------------------------------


def _work(pipe: Connection) -> NoReturn:
    limits, function, arguments = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own caller
    _limit_process(limits)
    _limit_time(limits, 0)
    try:
        for done, value in enumerate(function(*arguments), 1):
            _send(pipe, "value", value)
            _limit_time(limits, done)
        _send(pipe, "end", None)
    except InputError as error:
        fields = {key: getattr(error, key) for key in ("file", "found", "place", "expected", "do")}
        _send(pipe, "refused", fields)
    except MemoryError:
        _send(pipe, "memory", None)
    except BrokenPipeError:
        pass  # nobody wants the rest
    except BaseException as error:  # noqa: BLE001 - whatever a parser raises is a fault of the file
        _send(pipe, "failed", f"{type(error).__name__}: {error}"[:300])
    os._exit(0)


def _send(pipe: Connection, kind: str, value: Any) -> None:
    pipe.send_bytes(pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL))


def _limit_time(limits: Limits, done: int) -> None:
    """The processor time for the next value, on top of what is spent."""
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    most = limits.until(spent.ru_utime + spent.ru_stime, done)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _limit_process(limits: Limits) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # others do not hold to it
        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        most = now + limits.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


# --- what may come back ---------------------------------------------------------------------------------


class _OwnClasses(pickle.Unpickler):
    """Unpickles plain values and classes of this package: a child that was taken over can send no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        if module.startswith("budgetpress."):
            found = getattr(sys.modules.get(module), name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no class of this package")


def _loads(data: bytes) -> Any:
    return _OwnClasses(io.BytesIO(data)).load()

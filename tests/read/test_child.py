"""Parsers in processes of their own: what comes back, and what becomes of one that takes too much."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from itertools import islice

import pytest

from budgetpress.errors import InputError
from budgetpress.model import Place
from budgetpress.read import child
from budgetpress.read.child import Limits, run_in_child

LIMITS = Limits(memory_mb=200, seconds=1, wall_seconds=30)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def count(most: int) -> Iterator[int]:
    """Numbers from 0."""
    yield from range(most)


def places() -> Iterator[Place]:
    """A value of a class of the package, with decimals."""
    side = Decimal("1.25")
    yield Place(source="file", page=1, bbox=(side, side, side, side))


def refuse() -> Iterator[int]:
    """A parser that finds the file wrong."""
    yield 1
    raise InputError("file", "wrong", place="page 2", expected="right", do="Mend it.")


def fail() -> Iterator[int]:
    """A parser with a fault."""
    yield 1
    raise KeyError("missing")


def eat_memory() -> Iterator[int]:
    """Half a gigabyte at once."""
    yield len(bytearray(500 * 1024 * 1024))


def abort() -> Iterator[int]:
    """What a parser in C does where it gets no memory."""
    os.kill(os.getpid(), signal.SIGABRT)
    yield 1


def crash() -> Iterator[int]:
    """A parser in C that goes astray."""
    os.kill(os.getpid(), signal.SIGSEGV)
    yield 1


def spin() -> Iterator[int]:
    """A parser that never ends."""
    while time.monotonic():
        pass
    yield 1


def spin_a_little() -> Iterator[int]:
    """Four values that take most of a second each."""
    for value in range(4):
        end = time.process_time() + 0.8
        while time.process_time() < end:
            pass
        yield value


def spin_for_ever() -> Iterator[int]:
    """Values without end, each of which takes a third of a second."""
    for value in count(sys.maxsize):
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        yield value


def sleep() -> Iterator[int]:
    """A parser that waits for what never comes."""
    time.sleep(60)
    yield 1


def leave() -> Iterator[int]:
    """A process that ends without a word."""
    for status in (3,):
        os._exit(status)
    yield 1


def send_code() -> Iterator[object]:
    """A value that would run a command where it is unpickled."""
    yield _Command()


class _Command:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("true",)


def test_values_come_back_in_order() -> None:
    """Each value that the function yields is yielded here, whatever their number."""
    assert list(run_in_child("file", LIMITS, count, 5)) == [0, 1, 2, 3, 4]
    assert list(run_in_child("file", LIMITS, places)) == list(places())


def test_several_children_run_side_by_side() -> None:
    """Children are independent: their values can be taken in turns."""
    first, second = (run_in_child("file", LIMITS, count, most) for most in (3, 2))
    assert [next(first), next(second), next(first), next(second)] == [0, 0, 1, 1]
    assert (list(first), list(second)) == ([2], [])


def test_refusal_is_the_one_of_the_parser() -> None:
    """An InputError keeps all it says."""
    values = run_in_child("file", LIMITS, refuse)
    assert next(values) == 1
    with pytest.raises(InputError) as error:
        next(values)
    assert str(error.value) == "file, page 2: wrong; expected right. Mend it."


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (fail, r"the file is damaged: the parser failed \(KeyError: 'missing'\)"),
        (eat_memory, "needed more than 200 MB"),
        (abort, "needed more than 200 MB"),
        (crash, r"the file is damaged: the parser crashed \(SIGSEGV\)"),
        (spin, "needed more than 1 s"),
        (leave, r"the parser crashed \(exit code 3\)"),
    ],
)
def test_end_of_a_child_is_one_clear_error(function: object, says: str) -> None:
    """Faults, memory, time and crashes each say what they are, and name the file."""
    with pytest.raises(InputError, match=f"^file.pdf: .*{says}"):
        list(run_in_child("file.pdf", LIMITS, function))  # type: ignore[arg-type]


def test_time_is_for_each_value() -> None:
    """A long document may take long; one page of it may not."""
    assert list(run_in_child("file", LIMITS, spin_a_little)) == [0, 1, 2, 3]


def test_many_values_have_less_time_each() -> None:
    """A value may be dear, but a long document of nothing but dear values is stopped."""
    limits = replace(LIMITS, mean_seconds=0.1)
    spent = ((0, 0), (2, 4), (9, 100), (12.5, 95))
    assert [limits.until(*pair) for pair in spent] == [2, 3, 11, 12]
    values = run_in_child("file", limits, spin_for_ever)
    with pytest.raises(InputError, match=r"more than 1 s for a page, or 0\.1 s for each of many"):
        list(islice(values, 20))


def test_clock_stops_a_child_that_waits() -> None:
    """A child that uses no processor time is ended by the clock."""
    begin = time.monotonic()
    with pytest.raises(InputError, match="needed more than 1 s"):
        list(run_in_child("file", Limits(memory_mb=200, seconds=9, wall_seconds=1), sleep))
    assert time.monotonic() - begin < 30


def test_child_can_send_no_code() -> None:
    """Only plain values and classes of the package are taken from a child."""
    with pytest.raises(pickle.UnpicklingError, match="is no class of this package"):
        list(run_in_child("file", LIMITS, send_code))


def test_child_that_nobody_reads_is_let_go() -> None:
    """Who stops reading leaves nothing behind that keeps running."""
    values = run_in_child("file", LIMITS, count, 10**9)
    assert next(values) == 0
    values.close()


def test_server_that_was_killed_is_started_again() -> None:
    """The next call after the server died has a new one."""
    assert list(run_in_child("file", LIMITS, count, 1)) == [0]
    process = child._SERVER._processes[-1]
    process.kill()
    process.wait()
    assert list(run_in_child("file", LIMITS, count, 2)) == [0, 1]


def in_worker(most: int) -> tuple[list[int], bool]:
    """What a worker process reads, and whether the server is its own."""
    return list(run_in_child("file", LIMITS, count, most)), child._SERVER._owner == os.getpid()


@pytest.mark.skipif(sys.platform == "darwin", reason="processes of a pool are not forked here")
def test_workers_of_a_pool_have_their_own_server() -> None:
    """A pool of processes reads at the same time, also after this process has read."""
    assert in_worker(1) == ([0], True)
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(in_worker, [1, 2])) == [([0], True), ([0, 1], True)]
    assert in_worker(1) == ([0], True)

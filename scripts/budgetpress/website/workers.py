"""Parts of the site on several processes of this machine; the same bytes as on one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from budgetpress.errors import BudgetpressError
from budgetpress.website.release import Maker, Place

_makers: list[Maker] = []

Run = Callable[[str, Iterable[tuple[Any, ...]]], Iterator[Any]]


@contextmanager
def workers(place: Place, jobs: int) -> Iterator[Run]:
    """A function that calls a method of :class:`Maker` with each of many arguments, and yields in order."""
    if jobs == 1:
        maker = Maker(place)
        yield lambda method, calls: (getattr(maker, method)(*call) for call in calls)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (place,)) as pool:
        yield lambda method, calls: _mapped(pool, method, calls)


def _mapped(pool: ProcessPoolExecutor, method: str, calls: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    try:
        yield from pool.map(_call, ((method, call) for call in calls), chunksize=4)
    except BrokenProcessPool:
        raise BudgetpressError(
            "A process that wrote pages was ended from outside; the machine may have too little memory."
            " Build again, with --jobs 1: what is done is kept."
        ) from None


def _begin(place: Place) -> None:
    _makers[:] = [Maker(place)]


def _call(asked: tuple[str, tuple[Any, ...]]) -> Any:
    method, call = asked
    return getattr(_makers[0], method)(*call)

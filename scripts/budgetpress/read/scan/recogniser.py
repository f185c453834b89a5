"""Cut-out lines of text to characters: RapidOCR, whose models come with it, so nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, Protocol

import numpy as np

from budgetpress.read.scan.pictures import Pixels

_BATCH = 8


class Recognised(NamedTuple):
    """The text of one cut-out, and how sure the recogniser is of it (0 to 1)."""

    text: str
    confidence: float


class Recogniser(Protocol):
    """What reads cut-outs of one line each."""

    def read(self, lines: Sequence[Pixels]) -> list[Recognised]:
        """The text of each, in order; empty where there is none."""


class RapidRecogniser:
    """The recognition model of RapidOCR on its own: where text stands, the rules of the page say better."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_det": False,
                "Global.use_cls": False,
                "Rec.rec_batch_num": _BATCH,
            }
        )

    def read(self, lines: Sequence[Pixels]) -> list[Recognised]:
        """The text of each."""
        if not lines:
            return []
        coloured = [np.repeat(line[:, :, np.newaxis], 3, axis=2) for line in lines]
        found = self._engine.recognize_txt(coloured)
        return [
            Recognised(text.strip(), min(1.0, float(score)))
            for text, score in zip(found.txts or (), found.scores, strict=True)
        ]


@cache
def recogniser() -> Recogniser:
    """The recogniser of this process; its model is loaded once."""
    return RapidRecogniser()

"""What a PDF may cost, and why each limit is where it is."""

from __future__ import annotations

MAX_PAGES = 2_000
"""The longest budget book met has 307 pages; a page tree can claim 200,000 in a few bytes."""

MAX_GLYPHS = 60_000
"""Characters of one page. A dense A3 table has 6,000; 3 million text operators fit in 175 KB."""

MAX_SHAPES = 60_000
"""Path and picture objects of one page. LibreOffice draws four shapes a cell: 3,000 cells are 12,000."""

MAX_RULES = 8_000
"""Rules of one page once pieces are joined. 100 columns by 200 rows are 300."""

MAX_POSITIONS = 250_000
"""Positions (rows by columns) of one grid: crossing rules multiply."""

MAX_NESTING = 12
"""Form objects within form objects: each level can multiply what is below it by ten in a few bytes."""

MEMORY_MB = 450
"""Memory of the process that parses, beyond what it starts with. 1,000 ordinary pages need 120."""

SECONDS = 8
"""Processor time for one page: a table page needs 0.01 s with PDFium and 0.1 s with pdfplumber."""

MEAN_SECONDS = 0.3
"""Processor time of a page on average, where they are many. 1,000 pages that are all table (320 cells) need
0.06 s each with PDFium and 0.15 s with pdfplumber on a busy machine; they may take 324 s together."""

WALL_SECONDS = 120
"""By the clock, for a machine that is busy."""


class TooMuchError(Exception):
    """A page holds more of something than any printed page; the message says what and how much."""

    def __init__(self, what: str, found: int, most: int) -> None:
        super().__init__(what, found, most)
        self.what, self.found, self.most = what, found, most

"""Read: a web page gives its tables as exact grids, and the text around them as lines.

page     the page in reading order: which tables are tables, and what stands around them
flow     elements and texts to lines of text with their places, as a browser breaks them
table    the cells of a table with their spans to a grid
"""

from __future__ import annotations

from budgetpress.read.html.page import read_html

__all__ = ["read_html"]

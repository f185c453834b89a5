"""What a source looks like, for a reader who wants to see where a number was printed.

source     a source file to its view: pictures of pages, or the cells of its text, tables and sheets
pages      pages of a PDF or of a scan to small pictures, in a process with limits
picture    a grey picture to a small file
keep       views on disk, one folder a source, each file with its hash

A view is no part of a package: how a page looks depends on the fonts of the machine that draws it. It is made
anew wherever the source is at hand, and a site without it tells places in words.
"""

from __future__ import annotations

from budgetpress.read.view.keep import keep_view

__all__ = ["keep_view"]

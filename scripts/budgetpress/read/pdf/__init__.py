"""Read a PDF: each page gives its ruled tables and the lines of text between them, each cell with its place.

document    a document page by page in a child process; what cannot be read and what a reader should know
pdfium      a page to its glyphs and rules, fast (pdfium_text)   } two readers,
plumber     the same by pdfplumber, the parser of record         } one result
marks       what is painted to what is seen: rules, text that nobody can see
content     glyphs, rules, and the frame that a sideways page is read in
page        the glyphs and rules of a page (also of a scan) to its grids
rules       rules to closed cells
tables      glyphs into cells, cells into rows with their spans
lines       glyphs to words and lines
columns     tables without upright rules, by the gutters between their words
continued   such tables on the next page, in the columns of the page before
headings    the headings over such columns, their spans and levels
cells       to the grids of the model
findings    what a reader should know
limits      what a page may cost, and why
"""

from __future__ import annotations

from budgetpress.read.pdf.document import Scan, read_pages, read_pdf

__all__ = ["Scan", "read_pages", "read_pdf"]

"""Invented documents of every form, and how they are printed: as text, as a workbook, as HTML, as PDF."""

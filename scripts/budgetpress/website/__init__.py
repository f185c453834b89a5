"""Packages on disk to a static site. This stage reads only what `package` wrote and computes no figure."""

from budgetpress.website.build import build_site

__all__ = ["build_site"]

"""What every file of a package says about itself: when it was made, and how it is cited."""

from __future__ import annotations

import re
from datetime import datetime

from budgetpress.errors import InputError
from budgetpress.model import Release

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})")


def moment(created: str) -> str:
    """`created` of a release as a moment with its zone; InputError if it is neither date nor moment."""
    text = f"{created}T00:00:00Z" if _DATE.fullmatch(created) else created
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            "release.toml",
            f"created is '{created}'",
            expected="a date (2026-03-01) or a moment (2026-03-01T09:00:00Z)",
        ) from None
    return text


def citation(release: Release) -> tuple[str, str]:
    """How the data of a release are cited, in Chinese and English."""
    day = moment(release.created)[:10]
    body, edition = release.body_en or release.body, f"{release.name}, version {release.version}"
    return (
        f"{release.body}：《{release.title}》，数据集 {release.name}，版本 {release.version}，{day}。",
        f"{body} ({day[:4]}). {release.title_en}. Data set {edition}.",
    )

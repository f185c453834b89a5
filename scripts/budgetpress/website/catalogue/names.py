"""`catalogue/bodies-1.json` and on: the names that a reader looks a body or release up by, for the picker.

A file of very many is cut, so that none grows with their number and all are fetched side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.sheets import sheets

# So many bodies are in one file: about 25 kB on its way.
MOST = 1000


def name_files(known: Sequence[Body]) -> Iterator[tuple[str, bytes]]:
    """What the field looks through, by path from the root of the site.

    Of each body its key, names, code and place, zh and en, and of its releases name, year and phase.
    """
    for count, part in enumerate(sheets(known, MOST), start=1):
        rows = [
            [
                body.slug,
                body.owner.name or body.latest.title,
                body.owner.name_en,
                body.owner.code,
                body.owner.place,
                body.owner.place_en,
                [[release.name, release.year, release.phase] for release in body.releases],
            ]
            for body in part
        ]
        content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield f"catalogue/bodies-{count}.json", f"{content}\n".encode()

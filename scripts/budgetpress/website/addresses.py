"""The addresses of figures, rows and identities: from a release's folder, and from one of its pages.

A page of a release is named by its path in the release's folder (`03/`, `checks/`, `03/proofs/2/`). The
address that lasts is that of the table's first page, `03/#03.r1200.total`: a script leads on from there.
"""

from __future__ import annotations

from budgetpress.website.data import Check, Figure, Resource
from budgetpress.website.escape import anchor, fragment

# Any page right below the release's folder: all of them have the same way up.
BELOW = "./"


def up(at: str) -> str:
    """From a page to the release's folder."""
    return "../" * at.count("/")


def href(address: str, at: str = BELOW) -> str:
    """From the page `at` to an address: on the page itself only the fragment is left."""
    page, sign, inner = address.partition("#")
    return sign + inner if page == at and inner else up(at) + address


def lasting_address(table: str, identifier: str = "") -> str:
    """The address of a figure that lasts, whatever pages its table is cut into; without one, the table."""
    return f"{table}/" + (fragment(identifier) if identifier else "")


def figure_address(figure: Figure) -> str:
    """The cell of a figure in its table."""
    return figure.page + fragment(figure.id)


def proof_address(figure: Figure) -> str:
    """The line that says where a figure was printed and what proves it."""
    return figure.proofs + fragment(f"proof.{figure.id}")


def row_id(resource: Resource, row: str) -> str:
    """The element id of a row: `expenditure.r12` (figures have ids of their own)."""
    return anchor(resource.name, f"r{row}")


def row_address(resource: Resource, row: str) -> str:
    """A row of a printed table; the table where it has no such row."""
    for part in resource.parts:
        if any(record["row"] == row for record in resource.rows[part.start : part.stop]):
            return part.page + fragment(row_id(resource, row))
    return f"{resource.table}/"


def check_address(check: Check) -> str:
    """An identity in the list of all of them."""
    return check.page + fragment(anchor("check", check.id))

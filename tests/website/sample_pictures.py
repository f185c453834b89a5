"""The headline figures and pictures of the invented release, as a form would declare them."""

from __future__ import annotations

from typing import Any

from tests.website.sample_rows import Text


def headlines(text: Text) -> list[dict[str, Any]]:
    """Total revenue and expenditure, and a figure that the release does not have."""
    common = {"resource": "balance", "value": "amount", "kinds": ["total"]}
    return [
        {
            "name": "revenue",
            **common,
            "where": {"side": "revenue"},
            "title_zh": text("收入总计"),
            "title_en": text("Total revenue"),
        },
        {
            "name": "expenditure",
            **common,
            "where": {"side": "expenditure"},
            "title_zh": text("支出总计"),
            "title_en": text("Total expenditure"),
        },
        {
            "name": "funds",
            "resource": "funds",
            "value": "total",
            "kinds": ["total"],
            "title_zh": text("基金"),
            "title_en": text("Funds"),
        },
    ]


def pictures(text: Text) -> list[dict[str, Any]]:
    """A flow, a treemap, a strip, the chart of a table shown once more, and one without data."""
    titles = {"title_zh": text("钱用到哪里"), "title_en": text("Where the money goes")}
    grouped = {"label": "functional_name", "group_by": "functional_code"}
    return [
        {
            "name": "flow",
            "kind": "flow",
            "codelist": "functional",
            "cut": 3,
            **titles,
            "links": [
                {
                    "stage": 1,
                    "resource": "spending",
                    "values": ["total"],
                    "from": "title",
                    "to": "group",
                    **grouped,
                    "title_zh": text("财政拨款"),
                    "title_en": text("Appropriation"),
                },
                {
                    "stage": 2,
                    "resource": "spending",
                    "values": ["basic", "project"],
                    "from": "group",
                    "to": "values",
                    **grouped,
                },
            ],
        },
        {
            "name": "functions",
            "resource": "spending",
            "kind": "treemap",
            **grouped,
            "value": "total",
            "codelist": "functional",
            "cut": 3,
            **titles,
        },
        {
            "name": "basic-project",
            "resource": "spending",
            "kind": "strip",
            "values": ["basic", "project"],
            "kinds": ["total"],
            **titles,
        },
        {"name": "projects", "resource": "projects"},
        {"name": "funds", "resource": "funds"},
    ]

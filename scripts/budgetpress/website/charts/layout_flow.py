"""A sankey: columns of nodes with their name over each, and ribbons between them as thick as the money.

Names over nodes need no room beside them, so the same layout serves a telephone, and none can collide.
"""

from __future__ import annotations

from decimal import Decimal

from budgetpress.website.charts.model import ZERO, Flow
from budgetpress.website.charts.scene import (
    COLOURS,
    NARROW,
    Anchor,
    Rect,
    Ribbon,
    Scene,
    Style,
    leading,
    px,
    units_for,
)
from budgetpress.website.words import Word, percent

_NODE = 12
_SMALL = Decimal("0.015")
_MONEY = 240


def flow_scene(flow: Flow, width: int) -> Scene:
    """The drawing of a flow at a width in pixels."""
    flow = _merged(flow)
    narrow = width <= NARROW
    scene = Scene(width=width, units=units_for([flow.size(0, key) for key in flow.columns[0]]))
    whole = max(sum((flow.size(c, key) for key in column), ZERO) for c, column in enumerate(flow.columns))
    scale = Decimal(_MONEY if narrow else _MONEY + 40) / whole
    places = _nodes(scene, flow, scale, whole, narrow=narrow)
    _ribbons(scene, flow, scale, places)
    return scene


def _nodes(
    scene: Scene, flow: Flow, scale: Decimal, whole: Decimal, *, narrow: bool
) -> list[dict[str, tuple[float, float]]]:
    """Where each node stands: the left edge of its column, and its top."""
    last = len(flow.columns) - 1
    places: list[dict[str, tuple[float, float]]] = []
    heights = []
    for column, nodes in enumerate(flow.columns):
        x = px(column * (scene.width - _NODE) / last)
        y = 0.0
        room = scene.width / (last + 1) - 8
        anchor: Anchor = "left" if not column else "right" if column == last else "middle"
        style = Style(size=11 if narrow else 12, bold=True, anchor=anchor)
        edge = x + {"left": 0, "middle": _NODE / 2, "right": _NODE}[anchor]
        place: dict[str, tuple[float, float]] = {}
        for key, word in nodes.items():
            size = flow.size(column, key)
            used = max(scene.text(edge, y + 12, word, style, room, 3 if narrow else 2))
            share = "" if narrow else f" · {percent(size, whole)}"
            scene.money(edge, y + 12 + used * leading(12), size, Style(size=12, anchor=style.anchor), share)
            y += (used + 1) * leading(12) + 3
            high = max(px(size * scale), 1.5)
            fill = _colour(flow, column, key)
            box = Rect(x=x, y=px(y), width=_NODE, height=high, fill=fill, tip=word, amount=size)
            scene.rects.append(box)
            place[key] = (x, y)
            y += high + 10
        places.append(place)
        heights.append(y)
    scene.height = px(max(heights) - 8)
    return places


def _ribbons(scene: Scene, flow: Flow, scale: Decimal, places: list[dict[str, tuple[float, float]]]) -> None:
    for stage, links in enumerate(flow.links):
        left, right = places[stage], places[stage + 1]
        order = {key: i for i, key in enumerate(left)}, {key: i for i, key in enumerate(right)}
        from_y = {key: y for key, (_, y) in left.items()}
        to_y = {key: y for key, (_, y) in right.items()}
        for (start, end), value in sorted(
            links.items(), key=lambda i: (order[0][i[0][0]], order[1][i[0][1]])
        ):
            thick = float(value * scale)
            a, b = flow.columns[stage][start], flow.columns[stage + 1][end]
            ribbon = Ribbon(
                x0=px(left[start][0] + _NODE),
                y0=px(from_y[start]),
                x1=right[end][0],
                y1=px(to_y[end]),
                thick=max(px(thick), 0.5),
                fill=_colour(flow, stage + 1, end) if stage else _colour(flow, 0, start),
                tip=Word(zh=f"{a.zh} → {b.zh}", en=f"{a.en or a.zh} → {b.en or b.zh}"),
                amount=value,
            )
            scene.ribbons.append(ribbon)
            from_y[start] += thick
            to_y[end] += thick


def _colour(flow: Flow, column: int, key: str) -> str:
    """Sources and uses have colours of their own; what lies between is grey-green, told by its name."""
    if 0 < column < len(flow.columns) - 1:
        return COLOURS[2]
    place = list(flow.columns[column]).index(key)
    first = (0, 3, 5) if column == 0 else (1, 4, 5)
    return COLOURS[first[place % len(first)]]


def _merged(flow: Flow) -> Flow:
    """Nodes ranked in their columns; those too thin to be seen become one."""
    renamed: list[dict[str, str]] = []
    columns: list[dict[str, Word]] = []
    for column, nodes in enumerate(flow.columns):
        sizes = {key: flow.size(column, key) for key in nodes}
        least = sum(sizes.values(), ZERO) * _SMALL
        small = [key for key in nodes if sizes[key] < least]
        small = small if len(small) > 1 else []
        ranked = sorted((key for key in nodes if key not in small), key=lambda key: -sizes[key])
        names = {key: nodes[key] for key in ranked}
        if small:
            names["others"] = Word(zh=f"其余 {len(small)} 项", en=f"{len(small)} others")
        columns.append(names)
        renamed.append({key: "others" if key in small else key for key in nodes})
    links: list[dict[tuple[str, str], Decimal]] = []
    for stage, found in enumerate(flow.links):
        merged: dict[tuple[str, str], Decimal] = {}
        for (start, end), value in found.items():
            pair = (renamed[stage][start], renamed[stage + 1][end])
            merged[pair] = merged.get(pair, ZERO) + value
        links.append(merged)
    return Flow(columns=tuple(columns), links=tuple(links))

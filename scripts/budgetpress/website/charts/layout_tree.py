"""A treemap of two levels: classes as areas with a name on top, items as boxes within, both squarified."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from budgetpress.website.charts.metric import width as text_width
from budgetpress.website.charts.model import Branch, Leaf, Tree
from budgetpress.website.charts.scene import COLOURS, NARROW, Rect, Scene, Style, leading, px, units_for
from budgetpress.website.words import Word, percent

Box = tuple[float, float, float, float]
_NAME = Style(size=13, bold=True, tone="white")
_ITEM = Style(size=12, tone="white")
_SMALL = Decimal("0.012")
_HEAD = 22


def tree_scene(tree: Tree, width: int) -> Scene:
    """The drawing of a tree at a width in pixels."""
    height = 520 if width <= NARROW else 400
    scene = Scene(width=width, height=height, units=units_for([tree.amount]))
    branches = _merged(tree)
    boxes = squarify([branch.amount for branch in branches], (0, 0, width, height))
    for index, (branch, box) in enumerate(zip(branches, boxes, strict=True)):
        _branch(scene, tree, branch, box, index)
    return scene


def _merged(tree: Tree) -> list[Branch]:
    """Classes too small to be seen become one, their items being the classes."""
    least = tree.amount * _SMALL
    small = [branch for branch in tree.branches if branch.amount < least]
    if len(small) < 2:
        return list(tree.branches)
    others = Branch(
        label=Word(zh=f"其余 {len(small)} 类", en=f"{len(small)} other classes"),
        leaves=tuple(Leaf(label=branch.label, amount=branch.amount) for branch in small),
    )
    return [*(branch for branch in tree.branches if branch.amount >= least), others]


def _branch(scene: Scene, tree: Tree, branch: Branch, box: Box, index: int) -> None:
    x, y, wide, high = box
    fill = COLOURS[index % len(COLOURS)]
    headed = high > 3 * _HEAD and wide > 60 and len(branch.leaves) > 1
    if headed:
        _box(scene, (x, y, wide, _HEAD), fill, branch.label, branch.amount, index)
        share = f" · {percent(branch.amount, tree.amount)}" if tree.printed else ""
        _fitted(scene, branch.label, branch.amount, share, _NAME, x + 6, y + 15, wide - 10)
        y, high = y + _HEAD - 1, high - _HEAD + 1
    for leaf, inner in zip(
        branch.leaves, squarify([leaf.amount for leaf in branch.leaves], (x, y, wide, high)), strict=True
    ):
        label = leaf.label if headed or len(branch.leaves) > 1 else branch.label
        _box(scene, inner, fill, label, leaf.amount, index)
        _inside(scene, label, leaf.amount, inner)


def _box(scene: Scene, box: Box, fill: str, tip: Word, amount: Decimal, group: int) -> None:
    x, y, wide, high = box
    scene.rects.append(
        Rect(
            x=px(x),
            y=px(y),
            width=max(px(wide) - 1.5, 0.5),
            height=max(px(high) - 1.5, 0.5),
            fill=fill,
            tip=tip,
            amount=amount,
            group=group,
        )
    )


def _inside(scene: Scene, label: Word, amount: Decimal, box: Box) -> None:
    """The name of an item over its amount, where they fit."""
    x, y, wide, high = box
    room = wide - 10
    lines = int((high - 8) // leading(_ITEM.size))
    if lines < 1 or room < 54:
        return
    figure = lines > 1 and scene.amount_width(amount, 12) <= room
    zh, en = scene.text(x + 6, y + 15, label, _ITEM, room, min(lines - figure, 3), top=True)
    if figure and zh == en:
        scene.money(x + 6, y + 15 + zh * leading(12), amount, _ITEM, room=room)
    elif figure:
        scene.money(x + 6, y + 15 + zh * leading(12), amount, _ITEM, only="zh", room=room)
        scene.money(x + 6, y + 15 + en * leading(12), amount, _ITEM, only="en", room=room)


def _fitted(
    scene: Scene, label: Word, amount: Decimal, more: str, style: Style, x: float, y: float, room: float
) -> None:
    """The name of a class, with its amount at the right where both fit."""
    number = Style(size=12, anchor="right", tone="white")
    taken = scene.amount_width(amount, number.size, more)
    names: tuple[tuple[Literal["zh", "en"], str], ...] = (("zh", label.zh), ("en", label.en or label.zh))
    for only, text in names:
        if text_width(text, style.size) + taken + 12 <= room:
            left = room - text_width(text, style.size) - text_width(more, number.size) - 12
            scene.money(x + room - 2, y, amount, number, more, only, left)
    scene.text(x, y, label, style, room)


def squarify(amounts: Sequence[Decimal], box: Box) -> list[Box]:
    """Boxes with areas in the proportion of amounts (descending, above zero), as square as can be."""
    total = sum(amounts, Decimal(0))
    x, y, wide, high = box
    areas = [float(amount / total) * wide * high for amount in amounts] if total else []
    boxes: list[Box] = []
    while areas:
        side = min(wide, high)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
            count += 1
        row, areas = areas[:count], areas[count:]
        thick = sum(row) / side if side else 0
        at = 0.0
        for area in row:
            long = area / thick if thick else 0
            boxes.append((x, y + at, thick, long) if wide >= high else (x + at, y, long, thick))
            at += long
        x, y, wide, high = (
            (x + thick, y, wide - thick, high) if wide >= high else (x, y + thick, wide, high - thick)
        )
    return boxes


def _worst(row: Sequence[float], side: float) -> float:
    """How far the least square box of a row is from a square."""
    total = sum(row)
    if not total or not side or not row[-1]:
        return float("inf")
    return max(side * side * row[0] / total**2, total**2 / (side * side * row[-1]))

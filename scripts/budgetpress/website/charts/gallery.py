"""The charts of a release, each drawn once at both widths and shown on the pages that the form says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgetpress.website.charts.draw import Drawing, drawn
from budgetpress.website.charts.gather import overview_charts, table_chart
from budgetpress.website.charts.layout_bars import bars_scene
from budgetpress.website.charts.layout_flow import flow_scene
from budgetpress.website.charts.layout_tree import tree_scene
from budgetpress.website.charts.model import Bars, Chart, Tree
from budgetpress.website.charts.scene import NARROW, WIDE, Scene, Unit
from budgetpress.website.data import Package


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A chart with its drawings; `units` are those of the drawings, zh and en."""

    chart: Chart
    wide: Drawing
    narrow: Drawing
    units: tuple[Unit, Unit]


class Gallery:
    """What is shown: by resource on the pages of tables, and in order on the first page."""

    def __init__(self, package: Package) -> None:
        resources = [resource for group in package.tables.values() for resource in group]
        charts = {r.name: chart for r in resources if (chart := table_chart(package, r)) is not None}
        self.tables = {name: _shown(chart) for name, chart in charts.items()}
        self.overview = tuple(
            self.tables.get(chart.name) or _shown(chart) for chart in overview_charts(package)
        )

    def __iter__(self) -> Iterator[Shown]:
        """Every chart once."""
        return iter({shown.chart.name: shown for shown in (*self.overview, *self.tables.values())}.values())


def scene_of(chart: Chart, width: int) -> Scene:
    """The layout of a chart at a width in pixels."""
    if isinstance(chart.body, Bars):
        return bars_scene(chart.body, width, counts=chart.counts)
    return tree_scene(chart.body, width) if isinstance(chart.body, Tree) else flow_scene(chart.body, width)


def _shown(chart: Chart) -> Shown:
    scenes = [scene_of(chart, width) for width in (WIDE, NARROW)]
    wide, narrow = (drawn(scene, chart.finding) for scene in scenes)
    return Shown(chart=chart, wide=wide, narrow=narrow, units=scenes[0].units)

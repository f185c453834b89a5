"""Corrections by hand: guarded by the print, with reason and evidence, never silently out of date."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.package.edits import read_csv
from tests.reconcile.invented import amount, form, identity, line, shaped, table, term

from budgetpress import cli
from budgetpress.build import build_release
from budgetpress.errors import FaultsError, InputError
from budgetpress.model import Reconciled, Table
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.corrections import Correction, correct, load_corrections, where_now

GOOD = """
[[corrections]]
figure = "1.r1.total"
printed = "5.00"
amount = "4.00"
reason = "the clerk's note"
evidence = "https://example.org/note"
"""
ROWS = table(
    "plan",
    line(label="修桥", total="5.00", wages="4.00"),
    line(label="铺路", total="7.00", wages="7.00"),
    line(kind="total", label="合计", total="11.00", wages="11.00"),
)
FORM = form(
    {"plan": "label total wages"},
    identity("sum", term("plan", "total"), term("plan", "wages")),
    identity(
        "total",
        term("plan", "total wages", where={"kind": ("total",)}),
        term("plan", "total wages", where={"kind": ("item",)}),
    ),
)


def loaded(folder: Path, text: str) -> tuple[Correction, ...]:
    """The corrections in a file."""
    path = folder / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return load_corrections(path)


def faults(folder: Path, text: str) -> list[str]:
    """The faults of a file, without its name."""
    with pytest.raises(FaultsError) as caught:
        loaded(folder, text)
    return list(caught.value.faults)


def good(**changes: str) -> str:
    """A correction as a file, with some lines changed; an empty line is left out."""
    lines = dict(part.split(" = ", 1) for part in GOOD.strip().splitlines()[1:]) | changes
    return "\n".join(["[[corrections]]", *(f"{key} = {text}" for key, text in lines.items() if text)]) + "\n"


def corrected(folder: Path, text: str, rows: Table = ROWS) -> Reconciled:
    """A small document with corrections."""
    return reconcile(shaped(rows), FORM, year=2031, corrections=loaded(folder, text))


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    """Most releases have none, and an empty file has none."""
    assert load_corrections(tmp_path / "corrections.toml") == ()
    assert loaded(tmp_path, "") == ()


def test_figure_is_corrected_and_said_to_be(tmp_path: Path) -> None:
    """The amount is published, the print stays, and repairs say who, why and on what evidence."""
    result = corrected(tmp_path, GOOD)
    assert amount(result.tables, "1.r1.total") == Decimal("4.00")
    (repair,) = result.repairs
    assert (repair.id, repair.target, repair.figure, repair.kind) == ("H1", "figure", "1.r1.total", "by_hand")
    assert (repair.table, repair.row, repair.field) == ("1", 1, "total")
    assert (repair.printed, repair.published) == ("5.00", "4.00")
    for text in (repair.evidence_zh, repair.evidence_en):
        assert "the clerk's note" in text
        assert "https://example.org/note" in text
    figures = {figure.id: figure for figure in result.figures}
    assert figures["1.r1.total"].status == "repaired"
    assert (figures["1.r1.total"].printed, figures["1.r1.total"].amount) == ("5.00", Decimal("4.00"))
    assert {figure.status for name, figure in figures.items() if name != "1.r1.total"} <= {
        "confirmed",
        "consistent",
    }
    assert {check.verdict for check in result.checks} == {"holds"}


def test_correction_that_breaks_a_sum_stands(tmp_path: Path) -> None:
    """No repair overrides a person; the identity fails, and the other figures in it are in doubt."""
    result = corrected(tmp_path, good(amount='"9.99"'))
    figures = {figure.id: figure for figure in result.figures}
    assert (figures["1.r1.total"].amount, figures["1.r1.total"].status) == (Decimal("9.99"), "repaired")
    assert "disputed" in {figure.status for figure in result.figures}
    assert [repair.kind for repair in result.repairs] == ["by_hand"]


def test_label_is_corrected(tmp_path: Path) -> None:
    """A text is named by table, row and field; the row may be its number."""
    text = good(
        figure="", amount="", table='"1"', row="2", field='"label"', printed='"铺路"', text='"铺设道路"'
    )
    result = corrected(tmp_path, text)
    assert result.tables[0].rows[1].text("label") == "铺设道路"
    (repair,) = [repair for repair in result.repairs if repair.kind == "by_hand"]
    assert (repair.target, repair.figure, repair.row) == ("label", "", 2)
    assert (repair.printed, repair.published) == ("铺路", "铺设道路")


def test_all_faults_of_the_file_at_once(tmp_path: Path) -> None:
    """A missing reason, an unknown key, a wrong amount and a wrong place: each with its path."""
    text = (
        good(reason="", evidence='" "')
        + good(figure='"1.r2.total"', amount="4.00", colour='"red"')
        + good(figure='"1.r2"', printed="5")
        + good(figure='"1.r3.total"', text='"x"')
        + good(figure='"1.r4.total"', amount="")
        + good(figure='"1.r5.total"', row="5")
        + "[[others]]\nx = 1\n"
    )
    found = faults(tmp_path, text)
    for path in (
        "corrections[0].reason: expected a text",
        "corrections[0].evidence: expected a text",
        "corrections[1].colour: unknown key",
        "corrections[1].amount: '4.0' is not an amount",
        "corrections[2]: expected figure",
        "corrections[2].printed: expected a text",
        "corrections[3]: expected either amount or text",
        "corrections[4]: expected either amount or text",
        "corrections[5]: expected figure",
        "others: unknown key",
    ):
        assert any(fault.startswith(path) for fault in found), path
    assert len(found) == 10


@pytest.mark.parametrize(
    "amount_text", ['"4"', '"4.0"', '"4.000"', '"1,000.00"', '"4,00"', '" 4.00"', '"１.00"']
)
def test_amount_is_plain_yuan(tmp_path: Path, amount_text: str) -> None:
    """An amount is yuan with two decimals, as a text, so that nothing is left to guess."""
    assert faults(tmp_path, good(amount=amount_text))[0].startswith("corrections[0].amount")


@pytest.mark.parametrize(
    "text", ["corrections = 3", 'corrections = "x"', "[corrections]\nfigure = 'x'", "corrections = [1]"]
)
def test_not_a_list_of_tables(tmp_path: Path, text: str) -> None:
    """Any other shape of the file is a fault, not a crash."""
    assert faults(tmp_path, text)


@pytest.mark.parametrize("data", [b"[[corrections", b"\xff\xfe"])
def test_not_toml(tmp_path: Path, data: bytes) -> None:
    """A file that is no TOML in UTF-8 is refused with its name."""
    path = tmp_path / "corrections.toml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"corrections\.toml"):
        load_corrections(path)


def test_two_corrections_of_one_cell(tmp_path: Path) -> None:
    """The second would hide the first, whichever way the cell is named."""
    second = good(figure="", table='"1"', row='"1"', field='"total"', amount='"3.00"')
    assert faults(tmp_path, GOOD + second) == ["corrections[1]: 1.r1.total is corrected twice"]


def test_all_that_no_longer_match_at_once(tmp_path: Path) -> None:
    """Another print, a row that is gone and a field of the other type: all are named, with what is there."""
    corrections = loaded(
        tmp_path,
        good(printed='"5.01"')
        + good(figure='"1.r9.total"')
        + good(figure='"1.r1.label"', printed='"修桥"')
        + good(figure='"1.r2.total"', printed='"7.00"', amount="", text='"seven"')
        + good(figure='"1.r2.wages"', printed='"4.00"')
        + good(figure='"1.r3.total"', printed='"11.00"', amount='"12.00"'),
    )
    with pytest.raises(FaultsError) as caught:
        correct((ROWS,), corrections)
    found = list(caught.value.faults)
    assert len(found) == 5
    assert "corrections.toml, corrections[0]: 1.r1.total is printed as “5.00”, not as “5.01”" in found[0]
    assert "there is no 1.r9.total in the document (that is printed in 1.r1.total)" in found[1]
    assert "1.r1.label is no amount" in found[2]
    assert "1.r2.total is an amount" in found[3]
    assert "1.r2.wages is printed as “7.00”, not as “4.00” (that is printed in 1.r1.wages)" in found[4]
    assert all("remove or update this correction" in fault for fault in found)


def test_guard_is_the_print_not_the_amount(tmp_path: Path) -> None:
    """The same amount printed in another way is another print."""
    with pytest.raises(FaultsError, match=r"printed as “5\.00”"):
        correct((ROWS,), loaded(tmp_path, good(printed='"5"')))


def test_tables_that_nothing_corrects_stay(tmp_path: Path) -> None:
    """Correcting one cell leaves every other entry as it was read."""
    other = table("other", line(total="5.00"), number="2")
    tables, _ = correct((ROWS, other), loaded(tmp_path, GOOD))
    assert tables[1] == other
    assert tables[0].rows[1:] == ROWS.rows[1:]
    assert tables[0].rows[0].entries["wages"] == ROWS.rows[0].entries["wages"]


def test_record_follows_its_row(tmp_path: Path) -> None:
    """Where lost rows were put above it, a correction is recorded at the row as published."""
    text = good() + good(
        figure="", amount="", table='"1"', row="2", field='"label"', printed='"铺路"', text='"x"'
    )
    tables, done = correct((ROWS,), loaded(tmp_path, text))
    moved = {("plan", 1): 3, ("plan", 2): 4, ("plan", 3): 5}
    figure, label = where_now(done, tables, moved)
    assert (figure.figure, figure.row) == ("1.r3.total", 3)
    assert (label.figure, label.row) == ("", 4)
    assert where_now(done, tables, {}) == done


def test_record_of_a_single_row_keeps_its_name() -> None:
    """The one row of a record is named `totals`, wherever it stands."""
    rows = replace(ROWS, rows=(replace(ROWS.rows[0], name="totals"),))
    correction = Correction(
        table="1", row="totals", field="total", printed="5.00", amount=Decimal("4.00"), text="",
        reason="r", evidence="e", origin="o",
    )  # fmt: skip
    tables, done = correct((rows,), (correction,))
    assert where_now(done, tables, {("plan", 1): 1})[0].figure == "1.totals.total"


@pytest.fixture
def release(release_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The inputs of the first release in a project of their own, which is the current folder."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    folder = tmp_path / "datapackage" / release_folder.name
    folder.mkdir(parents=True)
    shutil.copyfile(release_folder / "release.toml", folder / "release.toml")
    shutil.copytree(release_folder / "source", folder / "source")
    monkeypatch.chdir(tmp_path)
    return folder


RELEASE = """
[[corrections]]
figure = "05.r10.amount"
printed = "197,600066"
amount = "1976600.66"
reason = "a digit is not legible"
evidence = "the same class in table 01"

[[corrections]]
table = "13"
row = "totals"
field = "unit_name"
printed = "北京市朝阳区人民政府劲松街道"
text = "北京市朝阳区人民政府劲松街道办事处"
reason = "the end of the name is cut off"
evidence = "the name in table 06"
"""


def test_corrected_release_is_valid(release: Path) -> None:
    """Figures, repairs and tables of the package agree about what a person corrected."""
    (release / "corrections.toml").write_text(RELEASE, encoding="utf-8")
    result = build_release(release, report=lambda _: None)
    assert result.findings_blocking == 0
    repairs = [row for row in read_csv(release / "data" / "repairs.csv") if row["kind"] == "by_hand"]
    assert [(r["id"], r["target"], r["published"]) for r in repairs] == [
        ("H1", "figure", "1976600.66"),
        ("H2", "label", "北京市朝阳区人民政府劲松街道办事处"),
    ]
    figures = {row["id"]: row for row in read_csv(release / "data" / "figures.csv")}
    assert (figures["05.r10.amount"]["status"], figures["05.r10.amount"]["printed"]) == (
        "repaired",
        "197,600066",
    )


def test_correction_below_a_lost_row(release: Path) -> None:
    """Rows are named as they were read, and recorded as they are published."""
    text = (
        good(figure='"03.r23.total"', printed='"373,640904"', amount='"3736409.04"')  # r24 as published
    )
    (release / "corrections.toml").write_text(text, encoding="utf-8")
    assert build_release(release, report=lambda _: None).findings_blocking == 0
    (repair,) = [r for r in read_csv(release / "data" / "repairs.csv") if r["kind"] == "by_hand"]
    assert (repair["figure"], repair["row"]) == ("03.r24.total", "24")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"197,600066"', '"197,660066"', "05.r10.amount is printed as “197,600066”, not as “197,660066”"),
        ('reason = "a digit is not legible"\n', "", "corrections[0].reason: expected a text"),
    ],
)
def test_command_stops_at_a_correction_that_cannot_be_made(
    release: Path, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the file and what is wrong on standard error, and nothing is written."""
    (release / "corrections.toml").write_text(RELEASE.replace(old, new), encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        cli.main(["build", release.name])
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert "corrections.toml" in error
    assert message in error
    assert sorted(path.name for path in release.iterdir()) == ["corrections.toml", "release.toml", "source"]

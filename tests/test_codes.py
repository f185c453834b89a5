import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.codes import CodeList, label_name, list_code_lists, load_code_list, normal_name
from budgetpress.errors import FaultsError, InputError

ROOT = Path(__file__).parents[1]
LISTS = ("economic_department", "economic_government", "functional", "procurement", "procurement_of_services")
RELEASE = ROOT / "datapackage/beijing-chaoyang-jinsong-2026/source/000_def78e2890de43b9.txt"
YEAR = 2026

# Code and name as the transcription has them, and what the classification has: (table, code, printed).
MISPRINTS = {
    ("03", "30309", "奖金"),
    ("03", "50102", "社会保险缴费"),
    ("03", "30112", "其他社会保险缴费"),
    ("03", "30205", "电费"),
    ("06", "2080505", "相关事业单位基本养老保险缴费支出"),
    ("06", "2080299", "其他行政管理事务支出"),
    ("06", "2100799", "其他计划内行事务支出"),
    ("07", "30112", "其他社会保险缴费"),
}


def list_of(code: str) -> CodeList:
    """The list that a code of the release belongs to, by its shape."""
    if len(code) == 7 or re.fullmatch(r"2\d\d", code):
        return load_code_list("functional")
    first = {"3": "economic_department", "5": "economic_government", "0": "procurement_of_services"}
    return load_code_list(first.get(code[0], "procurement"))


def printed_codes() -> Iterator[tuple[str, str, str]]:
    """Table, code and name of every coded cell of the first release."""
    table = ""
    for line in RELEASE.read_text(encoding="utf-8").splitlines():
        if title := re.match(r"预算(\d\d)表", line):
            table = title[1]
        cells = line.split("\t")
        if table in {"03", "04", "07", "11"}:
            for cell in cells:
                if pair := re.match(r"([ABC]|\d{2,5}|\d{7})-([^\d\s]+)", cell):
                    yield table, pair[1], pair[2]
        if table == "06":
            for code, name in pairwise(cells):
                if re.fullmatch(r"\d{7}", code):
                    yield table, code, name


def write_list(folder: Path, *rows: str, name: str = "list.csv", header: str = "") -> Path:
    """A CSV file of these rows."""
    path = folder / name
    header = header or "code,name,name_en,parent,valid_from,valid_to"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
    return path


def faults_of(path: Path) -> tuple[str, ...]:
    """The faults that loading the list raises."""
    with pytest.raises(FaultsError) as caught:
        load_code_list(path)
    return caught.value.faults


# --- the lists that come with the package ----------------------------------------------------------------


def test_the_lists_are_found_without_their_aliases() -> None:
    """Every CSV of the folder is a list, except the files of aliases."""
    assert list_code_lists() == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_every_list_loads_without_a_fault_and_once(name: str) -> None:
    """A list has codes, an English name for each, and is read from disk only once."""
    codelist = load_code_list(name)
    assert codelist.list_name == name
    assert [code.code for code in codelist.codes if not code.name_en] == []
    assert load_code_list(name) is codelist


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_written_one_way(name: str) -> None:
    """UTF-8 without a mark, LF, sorted by code and year, no blanks or ASCII brackets in a Chinese name."""
    raw = (ROOT / f"scripts/budgetpress/codelists/{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    keys = [(row["code"], row["valid_to"] or "9999") for row in rows]
    assert keys == sorted(keys)
    assert [row["name"] for row in rows if re.search(r"[\s()\"']", row["name"])] == []


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("functional", {3: 1, 5: 2, 7: 3}),
        ("economic_department", {3: 1, 5: 2}),
        ("economic_government", {3: 1, 5: 2}),
        ("procurement", {1: 1}),
        ("procurement_of_services", {2: 1, 4: 2}),
    ],
)
def test_the_level_of_a_code_is_that_of_its_parents(name: str, levels: dict[int, int]) -> None:
    """The length of a code gives its level, and there is a parent for every level above."""
    codelist = load_code_list(name)
    for code in codelist.codes:
        assert codelist.level(code.code) == levels[len(code.code)] == len(codelist.parents(code.code)) + 1


def test_every_code_of_the_release_is_in_the_lists_with_its_parents() -> None:
    """No code of the first release is unknown in its year, nor any code above it."""
    unknown = {
        code
        for _, printed, _ in printed_codes()
        for code in (printed, *list_of(printed).parents(printed))
        if list_of(printed).get(code, YEAR) is None
    }
    assert unknown == set()


def test_names_of_the_release_agree_but_for_the_misprints() -> None:
    """What the transcription prints beside a code is its name, except where the transcription is wrong."""
    found = {triple for triple in printed_codes() if not list_of(triple[1]).agrees(*triple[1:], YEAR)}
    assert found == MISPRINTS
    assert sum(1 for _ in printed_codes()) > 300


def test_every_class_label_of_the_release_has_its_class() -> None:
    """A label such as 一、一般公共服务支出 leads to exactly one code of three digits."""
    labels = set(
        re.findall(r"(?m)\t([一二三四五六七八九十]+、\S+支出)\t", RELEASE.read_text(encoding="utf-8"))
    )
    functional = load_code_list("functional")
    found = {
        label: [code.code for code in functional.by_name(label_name(label), YEAR) if len(code.code) == 3]
        for label in labels
    }
    assert len(labels) == 26
    assert {label for label, codes in found.items() if len(codes) != 1} == set()
    assert found["一、一般公共服务支出"] == ["201"]
    assert found["二十三、其他支出"] == ["229"]


# --- looking up -------------------------------------------------------------------------------------------


def test_a_renamed_code_has_the_name_of_the_year() -> None:
    """Each name holds in its own years; without a year the latest name holds."""
    functional = load_code_list("functional")
    assert functional.name("20805", 2019) == "行政事业单位离退休"
    assert functional.name("20805", 2020) == functional.name("20805") == "行政事业单位养老支出"
    assert functional.agrees("20805", "行政事业单位离退休", 2018)
    assert not functional.agrees("20805", "行政事业单位离退休", YEAR)
    assert functional.agrees("20805", "行政事业单位离退休")


def test_a_code_outside_its_years_is_not_there() -> None:
    """A code that has ended is known to the list, but not to the year."""
    functional = load_code_list("functional")
    assert "2080504" in functional
    assert functional.get("2080504", 2019) is not None
    assert functional.get("2080504", 2020) is None
    assert functional.name("2080504", 2020) == ""
    assert not functional.agrees("2080504", "未归口管理的行政单位离退休", 2020)


def test_a_code_given_a_new_meaning_is_another_thing() -> None:
    """30311 was the housing fund up to 2017; in 2026 that name belongs to 30113 alone."""
    economic = load_code_list("economic_department")
    assert economic.name("30311", 2017) == "住房公积金"
    assert economic.name("30311", YEAR) == "代缴社会保险费"
    assert [code.code for code in economic.by_name("住房公积金", YEAR)] == ["30113"]


def test_by_name_gives_every_code_of_that_name() -> None:
    """A section and its only item often bear one name; the caller chooses by level."""
    functional = load_code_list("functional")
    assert [c.code for c in functional.by_name("城乡社区环境卫生", YEAR)] == ["21205", "2120501"]
    assert functional.by_name("没有这个科目", YEAR) == ()


def test_by_name_finds_a_former_name_where_no_code_bears_it_now() -> None:
    """A form that goes on printing an old name still finds its code, but the two do not agree."""
    functional = load_code_list("functional")
    assert [c.code for c in functional.by_name("文化体育与传媒支出", 2019)] == ["207"]
    assert not functional.agrees("207", "文化体育与传媒支出", 2019)


def test_an_alias_agrees_and_is_found() -> None:
    """A former name whose last year is not known agrees with its code in every year."""
    government = load_code_list("economic_government")
    assert government.agrees("503", "机关资本性支出(一)", YEAR)
    assert [c.code for c in government.by_name("机关资本性支出（一）", YEAR)] == ["503"]
    assert not government.agrees("504", "机关资本性支出（一）", YEAR)


def test_closest_proposes_what_a_misread_name_may_have_been() -> None:
    """The right code comes first, with a similarity below 1; the right name itself has 1."""
    functional = load_code_list("functional")
    (first, score), *_ = functional.closest("其他计划内行事务支出", YEAR)
    assert (first.code, 0.7 < score < 1) == ("2100799", True)
    assert functional.closest("社会组织管理", YEAR, 1)[0][1] == 1
    assert len(functional.closest("行政运行", YEAR, 5)) == 5
    assert functional.closest("xyz", YEAR) == []


def test_parents_and_prefix_of_codes_the_list_lacks() -> None:
    """An unknown code stands below the longest known beginning; a short code has no longer prefix."""
    functional = load_code_list("functional")
    assert functional.parents("2120101") == ("212", "21201")
    assert functional.parents("2120188") == ("212", "21201")
    assert functional.parents("9990101") == ()
    assert functional.prefix("2120101", 3) == "212"
    assert functional.prefix("212", 5) == ""
    assert functional.level("12") == 0


# --- faults of a list -------------------------------------------------------------------------------------


def test_all_faults_of_a_list_are_reported_with_their_lines(tmp_path: Path) -> None:
    """One pass names every fault: nothing is reported only after another has been mended."""
    path = write_list(
        tmp_path,
        "201,一般公共服务支出,General public services,,,",
        "201,一般公共服务支出,General public services,,,",  # 3: twice
        "20199,,No name,201,,",  # 4: blank name
        "20302,项,Item,203,,",  # 5: no such parent
        "30101,项,Item,201,,",  # 6: parent is no prefix
        "20105,旧名,Old,201,,2020",
        "20105,新名,New,201,2020,",  # 8: overlaps
        "2O1,坏,Bad letter,,,",
        "２０６,坏,Full width,,,",  # 10: malformed
        "207,倒,Backwards,,2020,2019",  # 11
        "208,年,Year,,20x0,",  # 12
        "209,少,Too few",  # 13
    )
    faults = faults_of(path)
    lines = {int(fault.split("line ")[1].split(":")[0]) for fault in faults}
    assert lines == {3, 4, 5, 6, 8, 10, 11, 12, 13}
    text = "\n".join(faults)
    for words in (
        "twice",
        "no name",
        "not in the list",
        "does not begin",
        "overlap",
        "capital letters",
        "before",
    ):
        assert words in text
    assert all(fault.startswith("list.csv, line ") for fault in faults)


def test_faults_of_aliases_are_reported_with_those_of_the_list(tmp_path: Path) -> None:
    """An alias of a code that the list lacks, or without a name, is a fault of the alias file."""
    path = write_list(tmp_path, "201,,x,,,")
    write_list(tmp_path, "999,x,", "201,,", name="list.aliases.csv", header="code,alias,why")
    places = [fault.split(":")[0] for fault in faults_of(path)]
    assert places == ["list.csv, line 2", "list.aliases.csv, line 2", "list.aliases.csv, line 3"]


def test_wrong_columns_are_one_fault(tmp_path: Path) -> None:
    """A file with another header is not read any further."""
    path = write_list(tmp_path, "201,x", header="code,title")
    assert faults_of(path) == (
        "list.csv, line 1: the columns are 'code,title', not 'code,name,name_en,parent,valid_from,valid_to'",
    )


def test_any_csv_can_be_a_list(tmp_path: Path) -> None:
    """A new list is a new file; quoted names and a byte order mark are read."""
    path = tmp_path / "我的.csv"
    text = 'code,name,name_en,parent,valid_from,valid_to\r\nA,"货物,甲",Goods,,,\r\nA1,乙,B,A,2020,\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    codelist = load_code_list(path)
    assert codelist.list_name == "我的"
    assert codelist.name("A") == "货物,甲"
    assert codelist.parents("A1") == ("A",)


def test_a_list_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    """The error names the file and what would do."""
    with pytest.raises(InputError, match="no such code list; expected one of economic_department"):
        load_code_list("functionnal")
    with pytest.raises(InputError, match=r"missing\.csv: No such file"):
        load_code_list(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="Is a directory"):
        load_code_list(tmp_path)


def test_a_list_that_is_not_utf8_is_an_input_error(tmp_path: Path) -> None:
    """A list saved by Excel in GBK is refused, not misread."""
    path = tmp_path / "gbk.csv"
    path.write_bytes("code,name,name_en,parent,valid_from,valid_to\n201,中,x,,,\n".encode("gbk"))
    with pytest.raises(InputError, match=r"gbk\.csv: is not UTF-8"):
        load_code_list(path)


# --- names and labels -------------------------------------------------------------------------------------

NAMES = st.sampled_from(sorted({code.name for name in LISTS for code in load_code_list(name).codes}))
NUMERALS = st.text("一二三四五六七八九十", min_size=1, max_size=3)
ORDINALS = st.one_of(
    st.builds("{}{}".format, NUMERALS, st.sampled_from(["、", "．", "， "])),
    st.builds("{}{}{}".format, st.sampled_from(["(", "（"]), NUMERALS, st.sampled_from([")", "） "])),
    st.builds("{}{}".format, st.integers(1, 30), st.sampled_from(["、", ".", "．"])),
    st.sampled_from(["其中：", "其中: ", "①", "（1）", ""]),
)


@given(st.lists(ORDINALS, max_size=3), NAMES, st.sampled_from(["", " ", "　"]))
def test_label_name_takes_off_every_ordinal_and_nothing_else(
    ordinals: list[str], name: str, pad: str
) -> None:
    """Whatever ordinals stand before a name of a list, the name is what is left."""
    assert label_name(pad + "".join(ordinals) + name + pad) == name


@given(st.text())
def test_label_name_only_shortens(text: str) -> None:
    """The name stands in the label, with nothing but colons and blanks after it, and has no ordinal left."""
    name = label_name(text)
    assert re.search(re.escape(name) + r"[\s:：]*\Z", text)
    assert label_name(name) == name


@pytest.mark.parametrize("label", ["收入总计：", "收入总计:", " 收入总计 ： "])
def test_label_name_takes_off_a_colon_at_the_end(label: str) -> None:
    """A colon after a printed label belongs to the layout, not to the name."""
    assert label_name(label) == "收入总计"


@pytest.mark.parametrize("name", ["一般公共服务支出", "三公经费", "1.5万元", "“三供一业”移交补助支出", ""])
def test_a_numeral_that_is_no_ordinal_stays(name: str) -> None:
    """A name may begin with a numeral."""
    assert label_name(name) == name


@given(st.text())
def test_normal_names_are_normal(text: str) -> None:
    """To normalise twice changes nothing, and no blank is left."""
    name = normal_name(text)
    assert normal_name(name) == name
    assert not any(char.isspace() for char in name)


@given(NAMES, st.data())
def test_blanks_brackets_and_widths_do_not_matter(name: str, data: st.DataObject) -> None:
    """A name broken by blanks or printed with half-width brackets is the same name."""
    cut = data.draw(st.integers(0, len(name)))
    spaced = name[:cut] + data.draw(st.sampled_from([" ", "　", "\n", "\u200b"])) + name[cut:]
    assert normal_name(spaced.replace("（", "(").replace("）", ")")) == normal_name(name)


def test_radicals_of_pdf_fonts_are_read_as_characters() -> None:
    """Kangxi radicals and the simplified radicals of the supplement mean the characters they look like."""
    assert normal_name("部⻔⾏政⻋") == "部门行政车"

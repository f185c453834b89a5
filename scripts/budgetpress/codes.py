"""Code lists: national classifications as files, looked up by code, by name and by year.

A code list is a CSV with the columns ``code,name,name_en,parent,valid_from,valid_to``; a code that was
renamed has one row for each name. Beside it, ``<list>.aliases.csv`` may hold other names that documents
rightly print. Codes are strings and keys, names never are.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from itertools import combinations
from pathlib import Path

from budgetpress.errors import FaultCollector, InputError

COLUMNS = ("code", "name", "name_en", "parent", "valid_from", "valid_to")
ALIAS_COLUMNS = ("code", "alias", "why")

_FOLDER = Path(__file__).parent / "codelists"
_ALIASES = ".aliases"
_CODE = re.compile(r"[0-9A-Z]{1,12}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIRST, _LAST = 0, 9999

# NFKC folds the Kangxi radicals but not the simplified forms of the radicals supplement, which PDF fonts
# print for the ordinary characters.
RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟",
)
"""For `str.translate`: radical -> the ordinary character."""

_MARKS = str.maketrans("[{〔【「『]}〕】」』“”‘’'", "((((((" + "))))))" + '"' * 5)
_TAIL = re.compile(r"[\s:：]+\Z")
_NUMERAL = "一二三四五六七八九十百零〇廿"
_ORDINAL = re.compile(
    rf"""\s*(?: 其中\s*[:：]
          | [(（]\s*(?:[{_NUMERAL}]+|[0-9０-９]+)\s*[)）]
          | 第?[{_NUMERAL}]+\s*[、，,．.]
          | [0-9０-９]+(?:[．.][0-9０-９]+)*\s*(?:、|[．.](?![0-9０-９]))
          | [①-⑳]
        )\s*""",
    re.VERBOSE,
)


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """A name as it is compared: NFKC, no blanks, one kind of brackets and quotation marks.

    >>> normal_name("维修（护） 费") == normal_name("维修(护)费")
    True
    """
    text = unicodedata.normalize("NFKC", name.translate(RADICALS)).translate(_MARKS)
    text = "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", text)  # what a blank kept apart may compose now


def label_name(label: str) -> str:
    """The name in a printed label, without its ordinals, without "其中：" and without a colon at its end.

    >>> label_name("二十一、国有资本经营预算支出")
    '国有资本经营预算支出'
    >>> label_name("其中：(一) 一般公共预算资金")
    '一般公共预算资金'
    >>> label_name("收入总计：")
    '收入总计'
    """
    text = label.strip()
    while match := _ORDINAL.match(text):
        text = text[match.end() :]
    return _TAIL.sub("", text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """One name of a code. The years are fiscal years, both included; None is open."""

    code: str
    name: str
    name_en: str
    parent: str
    valid_from: int | None
    valid_to: int | None

    @property
    def years(self) -> tuple[int, int]:
        """First and last year; open ends are 0 and 9999."""
        return (
            _FIRST if self.valid_from is None else self.valid_from,
            _LAST if self.valid_to is None else self.valid_to,
        )

    def covers(self, year: int | None) -> bool:
        """Whether this name holds in `year`; every name holds where the year is not known (None)."""
        first, last = self.years
        return year is None or first <= year <= last


@dataclass(frozen=True, kw_only=True, eq=False)
class CodeList:
    """A classification. A `year` is a fiscal year, or None where it is not known (the latest name wins)."""

    list_name: str
    codes: tuple[Code, ...]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, code: object) -> bool:
        """Whether the list has the code, in any year."""
        return code in self._rows

    def get(self, code: str, year: int | None = None) -> Code | None:
        """The code as it stands in `year`, or None."""
        rows = [row for row in self._rows.get(code, ()) if row.covers(year)]
        return rows[-1] if rows else None

    def name(self, code: str, year: int | None = None) -> str:
        """The name of a code in `year`, or the empty string."""
        row = self.get(code, year)
        return row.name if row else ""

    def parents(self, code: str) -> tuple[str, ...]:
        """The codes above `code`, the broadest first.

        A code that the list does not have stands below the longest code that begins it.
        """
        if code in self._rows:
            parent = self._rows[code][-1].parent
        else:
            parent = next((code[:size] for size in range(len(code) - 1, 0, -1) if code[:size] in self), "")
        return (*self.parents(parent), parent) if parent else ()

    def level(self, code: str) -> int:
        """1 for the broadest level (类), 2 for the next (款) and so on; 0 where no code is as long."""
        return self._lengths.index(len(code)) + 1 if len(code) in self._lengths else 0

    def prefix(self, code: str, digits: int) -> str:
        """The first `digits` characters of a code; empty where the code is shorter."""
        return code[:digits] if len(code) >= digits else ""

    def by_name(self, name: str, year: int | None = None) -> tuple[Code, ...]:
        """The codes that bear this name in `year`, in the order of their codes.

        Where none does, those that bore or will bear it in another year, since forms go on printing old
        names; :meth:`agrees` still tells the difference.
        """
        rows = self._named.get(normal_name(name), ())
        return tuple(row for row in rows if row.covers(year)) or rows

    def closest(self, name: str, year: int | None = None, n: int = 3) -> list[tuple[Code, float]]:
        """The `n` codes of `year` with the most similar names, each with its similarity from 0 to 1."""
        wanted = normal_name(name)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        scored: list[tuple[Code, float]] = []
        for key, rows in self._named.items():
            matcher.set_seq1(key)
            valid = [row for row in rows if row.covers(year)]
            if valid and matcher.quick_ratio() > 0 and (score := matcher.ratio()) > 0:
                scored.extend((row, score) for row in valid)
        scored.sort(key=lambda pair: (-pair[1], pair[0].code))
        return scored[:n]

    def agrees(self, code: str, name: str, year: int | None = None) -> bool:
        """Whether a printed name is the name of the code in `year`, or a known other name of it."""
        wanted = normal_name(name)
        rows = [row for row in self._rows.get(code, ()) if row.covers(year)]
        names = [row.name for row in rows] + list(self.aliases.get(code, ()) if rows else ())
        return any(normal_name(known) == wanted for known in names)

    @cached_property
    def _rows(self) -> dict[str, tuple[Code, ...]]:
        """The names of each code, the oldest first."""
        rows: dict[str, list[Code]] = {}
        for row in sorted(self.codes, key=lambda row: (row.code, row.years)):
            rows.setdefault(row.code, []).append(row)
        return {code: tuple(names) for code, names in rows.items()}

    @cached_property
    def _named(self) -> dict[str, tuple[Code, ...]]:
        """The codes of each normal name and alias."""
        named: dict[str, list[Code]] = {}
        for code, rows in self._rows.items():
            for row in rows:
                for name in dict.fromkeys(normal_name(n) for n in (row.name, *self.aliases.get(code, ()))):
                    named.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in named.items()}

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(row.code) for row in self.codes}))


_FOLDERS: dict[Path, None] = {_FOLDER: None}


def add_code_lists(folder: Path) -> None:
    """Know the code lists of one more folder by their names; those that come with budgetpress go first."""
    if folder.is_dir():
        _FOLDERS[folder.resolve()] = None


def list_code_lists() -> tuple[str, ...]:
    """The names of the code lists that are known; a file with a second dot says more about another one."""
    names = {path.stem for folder in _FOLDERS for path in folder.glob("*.csv")}
    return tuple(sorted(name for name in names if "." not in name))


def load_code_list(name_or_path: str | Path) -> CodeList:
    """Load a code list by name ("functional") or from a CSV file; each file is read once.

    Raises :class:`InputError` where there is no readable file, and :class:`FaultsError` with every fault
    of the list, each with its line.
    """
    path = Path(name_or_path)
    if path.suffix == "" and len(path.parts) == 1:
        places = [folder / f"{name_or_path}.csv" for folder in _FOLDERS]
        path = next((place for place in places if place.is_file()), places[0])
        if not path.is_file():
            raise InputError(
                path.name, "there is no such code list", expected="one of " + ", ".join(list_code_lists())
            )
    return _load(path.resolve())


@cache
def _load(path: Path) -> CodeList:
    faults = FaultCollector(f"code list {path.name}")
    codes: list[tuple[str, Code]] = []
    for place, cells in _read(path, COLUMNS, faults):
        code = Code(
            code=cells["code"],
            name=cells["name"],
            name_en=cells["name_en"],
            parent=cells["parent"],
            valid_from=_year(place, cells, "valid_from", faults),
            valid_to=_year(place, cells, "valid_to", faults),
        )
        _check_row(place, code, faults)
        codes.append((place, code))
    _check_parents(codes, faults)
    _check_years(codes, faults)
    aliases = _load_aliases(path, {code.code for _, code in codes}, faults)
    faults.raise_any()
    return CodeList(list_name=path.stem, codes=tuple(code for _, code in codes), aliases=aliases)


def _read(
    path: Path, columns: tuple[str, ...], faults: FaultCollector
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV with the place of each; a row of another width is a fault and left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(path.name, error.strerror or "cannot be read", expected="a CSV file") from None
    except UnicodeDecodeError:
        raise InputError(path.name, "is not UTF-8", expected="a CSV file in UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if tuple(header) != columns:
        faults.add(f"{path.name}, line 1", f"the columns are {','.join(header)!r}, not {','.join(columns)!r}")
        return
    for cells in reader:
        place = f"{path.name}, line {reader.line_num}"
        if len(cells) == len(columns):
            yield place, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        elif cells:
            faults.add(place, f"{len(cells)} cells, expected {len(columns)}")


def _year(place: str, cells: Mapping[str, str], column: str, faults: FaultCollector) -> int | None:
    text = cells[column]
    if not text:
        return None
    if not _YEAR.fullmatch(text):
        faults.add(place, f"{column} {text!r} is not a year")
        return None
    return int(text)


def _check_row(place: str, code: Code, faults: FaultCollector) -> None:
    if not _CODE.fullmatch(code.code):
        faults.add(place, f"the code {code.code!r} is not made of digits and capital letters")
    if not code.name:
        faults.add(place, f"code {code.code} has no name")
    if code.years[0] > code.years[1]:
        faults.add(place, f"code {code.code} ends in {code.valid_to}, before it begins in {code.valid_from}")
    if code.parent and (not code.code.startswith(code.parent) or code.parent == code.code):
        faults.add(place, f"the parent {code.parent} does not begin the code {code.code}")


def _check_parents(codes: list[tuple[str, Code]], faults: FaultCollector) -> None:
    known = {code.code for _, code in codes}
    for place, code in codes:
        if code.parent and code.parent not in known:
            faults.add(place, f"the parent {code.parent} of code {code.code} is not in the list")


def _check_years(codes: list[tuple[str, Code]], faults: FaultCollector) -> None:
    rows: dict[str, list[tuple[str, Code]]] = {}
    for place, code in codes:
        rows.setdefault(code.code, []).append((place, code))
    for name, same in rows.items():
        for (first_place, first), (place, second) in combinations(same, 2):
            if first.parent != second.parent:
                faults.add(place, f"code {name} has another parent than in {first_place}")
            if first.years == second.years:
                faults.add(place, f"code {name} is there twice for the same years, as in {first_place}")
            elif first.years[0] <= second.years[1] and second.years[0] <= first.years[1]:
                faults.add(place, f"the years of code {name} overlap those in {first_place}")


def _load_aliases(path: Path, known: set[str], faults: FaultCollector) -> dict[str, tuple[str, ...]]:
    file = path.with_name(f"{path.stem}{_ALIASES}.csv")
    aliases: dict[str, tuple[str, ...]] = {}
    if not file.is_file():
        return aliases
    for place, cells in _read(file, ALIAS_COLUMNS, faults):
        code, alias = cells["code"], cells["alias"]
        if code not in known:
            faults.add(place, f"the code {code!r} is not in {path.name}")
        if not alias:
            faults.add(place, f"code {code} has an alias without a name")
        aliases[code] = (*aliases.get(code, ()), alias)
    return aliases

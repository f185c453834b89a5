// The finder's data: Parquet files read in pieces, filtered and sorted here. A list says which rows are in which
// file, so that one that cannot hold an answer is never opened. Amounts are BigInt of the smallest unit that any
// file knows (hundredths of a yuan, as a rule) from the file to the text on the page.
import { asyncBufferFromUrl, parquetMetadataAsync, parquetRead } from "./vendor/hyparquet/hyparquet.js";

const FEW = 4; // a question about so many files fetches them whole, of more the columns that it looks at
const FOOTER = 12 * 1024; // of such a file, this much of its end first: its index is there
const ABREAST = 4; // files that are searched at the same time

/** The digits of an amount: `-1234.50` for -123450n of scale 2. */
export const digits = (amount, scale) => {
  const text = (amount < 0n ? -amount : amount).toString().padStart(scale + 1, "0");
  const cut = text.length - scale;
  return `${amount < 0n ? "-" : ""}${text.slice(0, cut)}${scale ? `.${text.slice(cut)}` : ""}`;
};

/** An amount of a reader, in yuan: `1,234.5` for scale 2 is 123450n; undefined when it is none. */
export const parse = (text, scale) => {
  const found = /^([-−]?)(\d+)(?:\.(\d*))?$/.exec(text.replace(/[,，\s]/g, ""));
  if (!found || (found[3] ?? "").length > scale) return undefined;
  const value = BigInt(found[2] + (found[3] ?? "").padEnd(scale, "0"));
  return found[1] ? -value : value;
};

// A decimal too long for 64 bits comes as bytes, the highest first, negative as two's complement.
const whole = (value) => {
  if (!(value instanceof Uint8Array)) return value;
  let number = 0n;
  for (const byte of value) number = (number << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, number);
};

const factor = (table, part) => 10n ** BigInt(table.scale - part.scale);

// A file of the list, opened with the first question that it may answer. Its rows have numbers of the whole table.
class Part {
  constructor(table, about, start) {
    Object.assign(this, about, { table, start, end: start + about.rows });
  }

  /** Its row groups, with the smallest and largest value of columns; opened in pieces or as a whole. */
  groups(whole = true) {
    this.opened ??= this.open(whole).catch((error) => {
      this.opened = undefined; // asked again, fetched again
      throw error;
    });
    return this.opened;
  }

  async open(whole) {
    const url = new URL(this.name, this.table.home).href;
    this.file = whole
      ? await fetch(url).then((answer) => {
          if (!answer.ok) throw new Error(`${answer.status} ${url}`);
          return answer.arrayBuffer();
        })
      : await asyncBufferFromUrl({ url, byteLength: this.bytes });
    this.metadata = await parquetMetadataAsync(this.file, { initialFetchSize: FOOTER });
    for (const element of this.metadata.schema) {
      if (element.converted_type !== "DECIMAL") continue;
      // The library makes floats of decimals. Without the annotation it gives the whole numbers inside.
      delete element.converted_type;
      delete element.logical_type;
    }
    this.table.names = this.metadata.schema.slice(1).map((element) => element.name);
    let start = this.start;
    return this.metadata.row_groups.map((group) => {
      const rows = Number(group.num_rows);
      const ranges = new Map(
        group.columns.map(({ meta_data: column }) => [column.path_in_schema[0], column.statistics]),
      );
      start += rows;
      return { start: start - rows, end: start, ranges, columns: new Map() };
    });
  }

  /** The columns `names` of a row group, by name; what was read once is kept. */
  async read(group, names) {
    const missing = names.filter((name) => !group.columns.has(name));
    if (missing.length) {
      const found = await this.cells(missing, group.start, group.end);
      for (const name of missing) group.columns.set(name, found[name]);
    }
    return Object.fromEntries(names.map((name) => [name, group.columns.get(name)]));
  }

  /** The columns `names` of the rows from `start` to before `end`, by name. */
  async cells(names, start, end) {
    const found = Object.fromEntries(names.map((name) => [name, new Array(end - start)]));
    const times = factor(this.table, this);
    await parquetRead({
      file: this.file,
      metadata: this.metadata,
      columns: names,
      rowStart: start - this.start,
      rowEnd: end - this.start,
      useOffsetIndex: true,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const amounts = columnName === "amount";
        for (let index = 0; index < columnData.length; index += 1) {
          const place = rowStart + index + this.start - start;
          if (place < 0 || place >= end - start) continue;
          const value = whole(columnData[index]);
          found[columnName][place] = amounts && typeof value === "bigint" ? value * times : value;
        }
      },
    });
    return found;
  }

  /** The records at `places`, all of them in this file, with the columns `names`, by row number. */
  async records(places, names) {
    const records = new Map();
    for (const group of await this.groups()) {
      const here = places.filter((place) => place >= group.start && place < group.end);
      if (!here.length) continue;
      const first = here.reduce((a, b) => Math.min(a, b));
      const last = here.reduce((a, b) => Math.max(a, b));
      const near = last - first < (group.end - group.start) / 4;
      const cells = near ? await this.cells(names, first, last + 1) : await this.read(group, names);
      for (const place of here) {
        const index = place - (near ? first : group.start);
        records.set(place, Object.fromEntries(names.map((name) => [name, cells[name][index]])));
      }
    }
    return records;
  }
}

// What `work` makes of each item, in order, some at the same time.
const abreast = async (items, work) => {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(ABREAST, items.length) }, worker));
  return results;
};

export class Table {
  /** Opens the rows of a kind (`figures`, `items`) that are listed in the folder `home`. */
  static async open(home, kind) {
    const answer = await fetch(new URL("files.json", home));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return new Table(home, (await answer.json())[kind]);
  }

  constructor(home, listed) {
    this.home = home;
    this.names = [];
    this.scale = Math.max(0, ...listed.map((part) => part.scale));
    let start = 0;
    this.parts = listed.map((about) => {
      const part = new Part(this, about, start);
      start = part.end;
      return part;
    });
    this.rows = start;
  }

  /** The records at `places` (row numbers, in any order), with the columns `names`, or with all. */
  async records(places, names) {
    const parts = this.parts.filter((part) => places.some((place) => place >= part.start && place < part.end));
    const found = await abreast(parts, async (part) => {
      await part.groups(); // then the names of all columns are known
      const here = places.filter((place) => place >= part.start && place < part.end);
      return part.records(here, names ?? this.names);
    });
    const records = new Map(found.flatMap((each) => [...each]));
    return places.map((place) => records.get(place));
  }
}

// A group whose smallest and largest value of a column leave a wanted value out holds no row with it.
const mayHold = (group, filter) => {
  const within = (name, value) => {
    const range = group.ranges.get(name);
    if (range?.min_value === undefined || range?.max_value === undefined) return true;
    return range.min_value <= value && value <= range.max_value;
  };
  return (
    Object.entries(filter.equal).every(([name, value]) => within(name, value)) &&
    (!filter.releases || [...filter.releases].some((name) => within("release", name)))
  );
};

// The same for a whole file, from the list.
const mayHave = (part, filter) =>
  (filter.equal.year === undefined || filter.equal.year === part.year) &&
  (!filter.releases || [...filter.releases].some((name) => part.first <= name && name <= part.last));

const wanted = (filter) => [
  ...Object.keys(filter.equal),
  ...(filter.releases ? ["release"] : []),
  ...(filter.code ? ["codes"] : []),
  ...(filter.words.length ? filter.haystack : []),
  ...(filter.least !== undefined || filter.most !== undefined ? ["amount"] : []),
];

const matches = (filter, cells, index) => {
  for (const [name, value] of Object.entries(filter.equal)) if (cells[name][index] !== value) return false;
  if (filter.releases && !filter.releases.has(cells.release[index])) return false;
  if (filter.code && !cells.codes[index].split(" ").some((code) => code.startsWith(filter.code))) return false;
  if (filter.words.length) {
    const text = filter.haystack.map((name) => cells[name][index]).join("\n").toLowerCase();
    if (!filter.words.every((word) => text.includes(word))) return false;
  }
  if (filter.least === undefined && filter.most === undefined) return true;
  const amount = cells.amount[index];
  if (amount === undefined || amount === null) return false;
  return !(amount < filter.least) && !(amount > filter.most);
};

const order = new Intl.Collator("zh-Hans-CN", { numeric: true });
const compare = (a, b) => {
  const [noA, noB] = [a === undefined || a === null || a === "", b === undefined || b === null || b === ""];
  if (noA || noB) return noA - noB; // blanks last, either way
  if (typeof a === "string") return order.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
};

/** How many bytes a search has to fetch at most. */
export const weight = (table, filter) =>
  table.parts.filter((part) => mayHave(part, filter)).reduce((sum, part) => sum + part.bytes, 0);

/**
 * The row numbers that `filter` lets through, in the files' order or by `sort` ({column, direction}).
 * `go` is told how far it is before each row group; when it says no, the search ends with undefined.
 */
export const search = async (table, filter, sort, go) => {
  const needed = wanted(filter);
  const columns = [...new Set([...needed, ...(sort ? [sort.column] : [])])];
  const parts = table.parts.filter((part) => mayHave(part, filter));
  const all = parts.reduce((sum, part) => sum + part.rows, 0);
  let done = 0;
  let given = false;
  const found = await abreast(parts, async (part) => {
    const places = [];
    const keys = [];
    if (given) return { places, keys };
    for (const group of await part.groups(parts.length <= FEW)) {
      if (!mayHold(group, filter)) continue;
      if (given || !go(done / all)) {
        given = true;
        break;
      }
      const cells = columns.length ? await part.read(group, columns) : {};
      for (let index = 0; index < group.end - group.start; index += 1) {
        if (needed.length && !matches(filter, cells, index)) continue;
        places.push(group.start + index);
        if (sort) keys.push(cells[sort.column][index]);
      }
      done += group.end - group.start;
    }
    return { places, keys };
  });
  if (given) return undefined;
  const places = found.flatMap((each) => each.places);
  const keys = found.flatMap((each) => each.keys);
  if (!sort) return places;
  const ranked = places.map((place, index) => [keys[index], place]);
  ranked.sort(([a, placeA], [b, placeB]) => {
    const blank = [a, b].some((key) => key === undefined || key === null || key === "");
    return (blank ? 1 : sort.direction) * compare(a, b) || placeA - placeB;
  });
  return ranked.map(([, place]) => place);
};

const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** The rows at `places` as CSV, all columns, amounts as exact decimals. */
export const csv = async (table, places) => {
  const records = await table.records(places);
  const lines = [table.names.join(",")];
  for (const record of records) {
    const cells = table.names.map((name) => {
      const value = record[name];
      if (value === undefined || value === null) return "";
      return name === "amount" ? digits(value, table.scale) : quoted(String(value));
    });
    lines.push(cells.join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
};

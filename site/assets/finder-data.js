// The finder's data: a Parquet file read in pieces, filtered and sorted here. Amounts are BigInt of the
// smallest unit that the file knows (hundredths of a yuan, as a rule) from the file to the text on the page.
import { asyncBufferFromUrl, parquetMetadataAsync, parquetRead } from "./vendor/hyparquet/hyparquet.js";

const WHOLE = 512 * 1024; // a file up to this size, in bytes, is fetched at once
const FOOTER = 128 * 1024; // of a larger one, this much of its end first: its index is there

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

export class Table {
  /** Opens the file at `url`, which is `size` bytes long. */
  static async open(url, size) {
    const file =
      size <= WHOLE
        ? await fetch(url).then((answer) => {
            if (!answer.ok) throw new Error(`${answer.status} ${url}`);
            return answer.arrayBuffer();
          })
        : await asyncBufferFromUrl({ url, byteLength: size });
    const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOTER });
    return new Table(file, metadata);
  }

  constructor(file, metadata) {
    this.file = file;
    this.metadata = metadata;
    this.rows = Number(metadata.num_rows);
    this.scale = 0;
    for (const element of metadata.schema) {
      if (element.converted_type !== "DECIMAL") continue;
      // The library makes floats of decimals. Without the annotation it gives the whole numbers inside.
      this.scale = element.scale ?? 0;
      delete element.converted_type;
      delete element.logical_type;
    }
    this.names = metadata.schema.slice(1).map((element) => element.name);
    let start = 0;
    this.groups = metadata.row_groups.map((group) => {
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
    await parquetRead({
      file: this.file,
      metadata: this.metadata,
      columns: names,
      rowStart: start,
      rowEnd: end,
      useOffsetIndex: true,
      onChunk: ({ columnName, columnData, rowStart }) => {
        for (let index = 0; index < columnData.length; index += 1) {
          const place = rowStart + index - start;
          if (place >= 0 && place < end - start) found[columnName][place] = whole(columnData[index]);
        }
      },
    });
    return found;
  }

  /** The records at `places` (row numbers, in any order), with the columns `names`. */
  async records(places, names) {
    const records = new Map();
    for (const group of this.groups) {
      const here = places.filter((place) => place >= group.start && place < group.end);
      if (!here.length) continue;
      const first = here.reduce((a, b) => Math.min(a, b));
      const last = here.reduce((a, b) => Math.max(a, b));
      const near = last - first < (group.end - group.start) / 4;
      const cells = near
        ? await this.cells(names, first, last + 1)
        : await this.read(group, names);
      for (const place of here) {
        const index = place - (near ? first : group.start);
        records.set(place, Object.fromEntries(names.map((name) => [name, cells[name][index]])));
      }
    }
    return places.map((place) => records.get(place));
  }
}

// A group whose smallest and largest value of a column leave a wanted value out holds no row with it.
const mayHold = (group, equal) =>
  Object.entries(equal).every(([name, value]) => {
    const range = group.ranges.get(name);
    if (range?.min_value === undefined || range?.max_value === undefined) return true;
    return range.min_value <= value && value <= range.max_value;
  });

const wanted = (filter) => [
  ...Object.keys(filter.equal),
  ...(filter.code ? ["codes"] : []),
  ...(filter.words.length ? filter.haystack : []),
  ...(filter.least !== undefined || filter.most !== undefined ? ["amount"] : []),
];

const matches = (filter, cells, index) => {
  for (const [name, value] of Object.entries(filter.equal)) if (cells[name][index] !== value) return false;
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

/**
 * The row numbers that `filter` lets through, in the file's order or by `sort` ({column, direction}).
 * `go` is asked before each row group; when it says no, the search ends with undefined.
 */
export const search = async (table, filter, sort, go) => {
  const needed = wanted(filter);
  const columns = [...new Set([...needed, ...(sort ? [sort.column] : [])])];
  const places = [];
  const keys = [];
  for (const group of table.groups) {
    if (!mayHold(group, filter.equal)) continue;
    if (!go(group.start / table.rows)) return undefined;
    const cells = columns.length ? await table.read(group, columns) : {};
    for (let index = 0; index < group.end - group.start; index += 1) {
      if (needed.length && !matches(filter, cells, index)) continue;
      places.push(group.start + index);
      if (sort) keys.push(cells[sort.column][index]);
    }
  }
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
  const lines = [table.names.join(",")];
  const records = await table.records(places, table.names);
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

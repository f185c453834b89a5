// The finder: a form over all figures and rows of all releases. Its address says what is asked, so it can be
// shared; what it needs to read Parquet is fetched with the first question.
import { bodies, pickers } from "./picker.js";
import { paint } from "./units.js";

const form = document.getElementById("find");
const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const data = form.dataset;
const result = document.getElementById("find-result");
const count = document.getElementById("find-count");
const fault = document.getElementById("find-fault");
const pager = document.getElementById("find-pager");
const results = document.getElementById("find-results");
const save = document.getElementById("find-csv");
const PAGE = 50;
const HEAVY = 24_000_000; // a search that may fetch more, in bytes, is asked for twice
const SORTS = {
  "amount-desc": { column: "amount", direction: -1 },
  "amount-asc": { column: "amount", direction: 1 },
  codes: { column: "codes", direction: 1 },
  names: { column: "names", direction: 1 },
};
const SHOWN = {
  figures: ["release", "year", "body", "body_en", "table", "resource", "table_title", "table_title_en", "field_title",
    "field_title_en", "codes", "names", "names_en", "amount", "status", "printed", "id"],
  items: ["release", "year", "body", "body_en", "table", "resource", "table_title", "table_title_en", "row", "codes",
    "names", "names_en", "words"],
};
const HAYSTACK = {
  figures: ["names", "names_en", "field_title", "field_title_en"],
  items: ["names", "names_en", "words"],
};
const unread = say("数据没有读到，请稍后再试。", "The data could not be read; please try again.");
let found = { places: [], kind: "figures" };
let run = 0;
let library;
const tables = new Map();

const table = async (kind) => {
  library ??= await import("./finder-data.js");
  if (!tables.has(kind)) {
    const opened = library.Table.open(new URL(`${data.root}find/`, document.baseURI), kind);
    tables.set(kind, opened);
    opened.catch(() => tables.delete(kind)); // asked again, fetched again
  }
  return tables.get(kind);
};

const asked = () => {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  for (const [name, value] of Object.entries(values)) if (!value) delete values[name];
  if (values.what === "figures") delete values.what;
  return values;
};

// A body is looked for by its releases, whatever each of them calls it.
const [picker] = pickers;
const names = () => bodies(data.root, Number(picker.box.dataset.parts));
const releasesOf = async (slug) => {
  const body = slug && (await names()).find((each) => each.slug === slug);
  return slug ? new Set(body ? body.releases.map(([name]) => name) : []) : undefined;
};

const filterOf = (values, kind, scale, releases) => {
  const equal = {};
  for (const name of ["resource", "status"]) if (values[name]) equal[name] = values[name];
  if (values.year) equal.year = Number(values.year);
  if (kind === "items") delete equal.status;
  const bound = (name) => {
    const field = form.elements[name];
    const value = values[name] === undefined || kind === "items" ? undefined : library.parse(values[name], scale);
    const wrong = kind === "figures" && values[name] !== undefined && value === undefined;
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) {
      field.setAttribute("aria-invalid", "true");
      throw new RangeError(say(`“${values[name]}”不是金额；例如 1234567.89`, `“${values[name]}” is no amount; for example 1234567.89`));
    }
    return value;
  };
  return {
    equal,
    releases,
    code: values.code ?? "",
    words: (values.text ?? "").toLowerCase().split(/\s+/).filter(Boolean),
    haystack: HAYSTACK[kind],
    least: bound("min"),
    most: bound("max"),
  };
};

const element = (name, kind, ...content) => {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...content.filter((piece) => piece !== ""));
  return made;
};

const ofSource = (text, kind = "") => {
  const made = element("span", kind, text);
  if (!chinese) made.lang = "zh-Hans";
  return made;
};

const named = (zh, en) => (chinese || !en ? ofSource(zh) : element("span", "", en));
const place = (record) => new URL(`../${record.release}/${record.table}/`, document.baseURI).href;

const amountOf = (record, scale) => {
  if (record.amount === undefined || record.amount === null) return ofSource(record.printed || "?", "bp-raw");
  const plain = library.digits(record.amount, scale);
  const [, sign, before, after] = /^(-?)(\d+)(.*)$/.exec(plain);
  const made = element("data", "bp-y", `${sign}${before.replace(/\B(?=(\d{3})+$)/g, ",")}${after}`);
  made.value = plain;
  return made;
};

const markOf = (status) => {
  const option = form.elements.status.querySelector(`option[value="${CSS.escape(status)}"]`);
  const sign = element("span", `bp-m bp-${status}`, option.dataset.mark);
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", option.textContent);
  sign.title = option.textContent;
  return sign;
};

const cell = (name, role, kind, ...content) => {
  const made = element(name, kind, ...content);
  made.setAttribute("role", role);
  return made;
};

const rowOf = (record, kind, scale) => {
  const address = place(record);
  const field = kind === "figures" ? named(record.field_title, record.field_title_en) : "";
  const about = [
    record.codes ? element("span", "bp-code", record.codes) : "",
    record.codes ? " " : "",
    record.names || record.codes ? ofSource(record.names) : field, // a table of one row has no names
    !chinese && record.names_en ? element("span", "bp-sub", record.names_en) : "",
  ];
  const head = element("a", "");
  const row = cell("tr", "row", "");
  if (kind === "figures") {
    head.href = `${address}#${encodeURIComponent(record.id)}`;
    head.append(amountOf(record, scale));
    row.append(
      cell("td", "cell", "bp-n", head, markOf(record.status)),
      cell("th", "rowheader", "", ...about, about.includes(field) ? "" : element("span", "bp-sub", field)),
    );
  } else {
    head.href = `${address}#${encodeURIComponent(`${record.resource}.r${record.row}`)}`;
    head.append(...(record.names || record.codes ? about : [named(record.table_title, record.table_title_en)]));
    row.append(
      cell("td", "cell", "bp-n", say(`第 ${record.row} 行`, `row ${record.row}`)),
      cell("th", "rowheader", "", head, record.words ? ofSource(record.words, "bp-sub") : ""),
    );
  }
  row.querySelector("th").scope = "row";
  row.append(
    cell("td", "cell", "", `${record.table} `, named(record.table_title, record.table_title_en)),
    cell("td", "cell", "", named(record.body, record.body_en), ` ${record.year}`),
  );
  return row;
};

const headings = (kind) => {
  const unit = element("span", "bp-u", say("元", "yuan"));
  const words = [
    kind === "figures" ? [say("金额（", "Amount ("), unit, say("）", ")")] : [say("行", "Row")],
    [say("名称", "Name")], [say("表", "Table")], [say("单位与年度", "Body and year")],
  ];
  const row = cell("tr", "row", "");
  words.forEach((word, index) => {
    const head = cell("th", "columnheader", index ? "" : "bp-n", ...word);
    head.scope = "col";
    row.append(head);
  });
  return cell("thead", "rowgroup", "", row);
};

const button = (word, page, enabled) => {
  const made = element("button", "bp-button", word);
  made.type = "button";
  made.disabled = !enabled;
  made.addEventListener("click", () => show(page, true));
  return made;
};

const show = async (page, moved) => {
  const { places, kind } = found;
  const last = Math.max(1, Math.ceil(places.length / PAGE));
  const here = Math.min(Math.max(1, page), last);
  const mine = run;
  const opened = await table(kind);
  const records = await opened.records(places.slice((here - 1) * PAGE, here * PAGE), SHOWN[kind]);
  if (mine !== run) return;
  const body = cell("tbody", "rowgroup", "", ...records.map((record) => rowOf(record, kind, opened.scale)));
  const whole = cell("table", "table", "bp-found", headings(kind), body);
  result.replaceChildren(...(places.length ? [whole] : []));
  paint(result);
  pager.hidden = last === 1;
  pager.replaceChildren(
    button(say("← 上一页", "← Previous"), here - 1, here > 1),
    element("span", "", say(`第 ${here} 页，共 ${last} 页`, `Page ${here} of ${last}`)),
    button(say("下一页 →", "Next →"), here + 1, here < last),
  );
  address(here);
  if (moved) {
    result.scrollTop = 0;
    document.getElementById("find-head").scrollIntoView({ block: "start" });
    document.getElementById("find-head").focus({ preventScroll: true });
  }
};

const address = (page) => {
  const query = new URLSearchParams({ ...asked(), ...(page > 1 ? { page } : {}) }).toString();
  history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
};

const told = (places, kind, rows) => {
  const [n, all] = [places.length.toLocaleString("en"), rows.toLocaleString("en")];
  return kind === "figures"
    ? say(`找到 ${n} 个数字，共有 ${all} 个`, `${n} of ${all} figures found`)
    : say(`找到 ${n} 行，共有 ${all} 行`, `${n} of ${all} rows found`);
};

// What a search over many files costs, and the two ways on: ask for less, or go on all the same.
const warn = (bytes) => {
  const size = `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
  count.textContent = say(`这个问题最多要读 ${size}；选一个单位或年度可以少读。`, `This may have to read ${size}; a body or a year makes it less.`);
  const on = element("button", "bp-button", say("仍然查找", "Search all the same"));
  on.type = "button";
  on.addEventListener("click", () => find(1, true));
  result.replaceChildren(on);
  pager.hidden = true;
  address(1);
};

const find = async (page = 1, agreed = false) => {
  run += 1;
  results.hidden = false;
  const mine = run;
  const values = asked();
  const kind = values.what === "items" ? "items" : "figures";
  fault.textContent = "";
  form.classList.toggle("bp-items", kind === "items");
  form.setAttribute("aria-busy", "true");
  save.disabled = true;
  try {
    const opened = await table(kind);
    const filter = filterOf(values, kind, opened.scale, await releasesOf(values.body));
    const bytes = library.weight(opened, filter);
    if (mine !== run) return;
    if (bytes > HEAVY && !agreed) {
      warn(bytes);
      return;
    }
    const chosen = SORTS[values.sort];
    const sort = chosen?.column === "amount" && kind === "items" ? undefined : chosen;
    const go = (part) => {
      if (part > 0 && mine === run) count.textContent = say(`正在查找，${Math.round(part * 100)}%`, `Searching, ${Math.round(part * 100)}%`);
      return mine === run;
    };
    const places = await library.search(opened, filter, sort, go);
    if (places === undefined || mine !== run) return;
    found = { places, kind };
    await show(page, false);
    if (mine !== run) return;
    count.textContent = told(places, kind, opened.rows);
    save.disabled = !places.length;
  } catch (error) {
    if (mine !== run) return;
    count.textContent = "";
    fault.textContent = error instanceof RangeError ? error.message : unread;
    result.replaceChildren();
    pager.hidden = true;
    address(1);
  } finally {
    if (mine === run) form.removeAttribute("aria-busy");
  }
};

const download = async () => {
  const { places, kind } = found;
  const text = await library.csv(await table(kind), places);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = `budgetpress-${kind}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

let waiting;
form.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => find(), event.target.matches("input:not([type=radio])") ? 300 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  find();
});
form.addEventListener("reset", () => {
  setTimeout(() => find(), 0);
});
save.addEventListener("click", download);

// What the address asks: the fields by their names; a release is a body in a year.
const query = new URLSearchParams(location.search);
const begin = async () => {
  const release = query.get("release");
  if (release || query.get("body")) {
    const body = (await names()).find((each) =>
      release ? each.releases.some(([name]) => name === release) : each.slug === query.get("body"),
    );
    if (body) picker.show(body);
    const year = release && body?.releases.find(([name]) => name === release)[1];
    if (year) query.set("year", year);
  }
  for (const [name, value] of query) {
    const field = form.elements.namedItem(name);
    if (field && name !== "body") field.value = value;
  }
  if (release || [...query.keys()].some((name) => form.elements.namedItem(name))) find(Number(query.get("page")) || 1);
};
begin().catch(() => {
  results.hidden = false;
  fault.textContent = unread;
});

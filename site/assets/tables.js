// What a table of figures can do beyond being read: rows by a column or by code, folded, filtered.
// Nothing is done before a reader asks for it, but for the few buttons that offer it. A table that is cut into
// pages is gathered when it is first arranged, and then so many of its rows are shown at a time.
import { inYuan, paint } from "./units.js";

const STEP = 250;
const english = document.documentElement.lang.startsWith("en");
const say = (zh, en) => (english ? en : zh);
const order = new Intl.Collator("zh-Hans-CN", { numeric: true });

const element = (name, properties, ...content) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
};
const press = (button, on) => button.setAttribute("aria-pressed", String(on));

// The text that a cell is sorted by: an amount in yuan whatever unit is shown, a text without its marks.
const cellText = (row, index) => {
  const cell = row.cells[index];
  const shown = cell?.querySelector(":scope > a:not(.bp-fix)") ?? cell;
  return (cell?.matches(".bp-y") && inYuan(shown)) || (shown?.textContent.trim() ?? "");
};
// Amounts have two decimals, row numbers none: as whole numbers they compare exactly.
const whole = (text) => {
  const digits = text.replace(/[^\d-]/g, "");
  return /^-?\d+$/.test(digits) ? BigInt(digits) : null;
};
const isTotal = (row) => row.matches(".bp-total, .bp-subtotal");
const codesOf = (row) => [...row.querySelectorAll(".bp-code")].map((code) => code.textContent);

class Table {
  constructor(table, tools) {
    this.table = table;
    this.tools = tools;
    this.body = table.tBodies[0];
    this.own = [...this.body.rows];
    this.order = this.own;
    this.pages = table.dataset.parts?.split(" ") ?? [];
    this.ways = [...table.closest(".bp-scroll").parentElement.querySelectorAll(`.bp-parts[data-of="${tools.dataset.for}"]`)];
    this.headings = [...table.tHead.rows[0].cells];
    this.tree = table.dataset.tree ? Number(table.dataset.tree) : -1;
    this.addSorting();
    this.addFilter();
    if (this.tree >= 0) this.addTree();
    table.addEventListener("bp:reveal", (event) => this.reveal(event.target.closest("tr")));
  }

  // The rows as printed: all of them, once they were gathered.
  get printed() {
    return this.all ?? this.own;
  }

  // Do something to all rows, those on other pages too.
  async arrange(act) {
    if (this.pages.length && !this.all) {
      this.count.textContent = say("正在读取全部行……", "Reading all rows…");
      try {
        this.gathering ??= Promise.all(this.pages.map((page, index) => this.rowsOf(page, index)));
        this.all = (await this.gathering).flat();
      } catch {
        this.gathering = undefined; // asked again, fetched again
        this.count.textContent = say("没有读到，请再试", "Could not be read; try again");
        return;
      }
      this.tell(this.total);
    }
    act();
  }

  async rowsOf(page, index) {
    if (index === Number(this.table.dataset.here)) return this.own;
    const answer = await fetch(page);
    if (!answer.ok) throw new Error(`${answer.status} ${page}`);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(this.table.id);
    for (const link of found.querySelectorAll("a[href]")) {
      link.setAttribute("href", new URL(link.getAttribute("href"), answer.url).href);
    }
    return [...found.tBodies[0].rows].map((row) => document.adoptNode(row));
  }

  // Put rows into the table in an order; of a table that is cut those of a window, or its own as it came.
  put(rows) {
    this.order = rows;
    this.draw(0);
  }

  draw(first) {
    if (!this.pages.length) return this.body.replaceChildren(...this.order);
    const filtered = this.table.classList.contains("bp-filtered");
    const plain = this.order === this.all && !filtered;
    const seen = plain ? this.own : this.order.filter((row) => !row.hidden && (filtered || !row.matches(".bp-folded")));
    this.first = first < seen.length ? first : 0;
    this.body.replaceChildren(...(plain ? seen : seen.slice(this.first, this.first + STEP)));
    this.offerWindows(plain ? null : seen.length);
    paint(this.table);
  }

  // The windows of the rows found, in the place of the pages of the table.
  offerWindows(count) {
    for (const way of this.ways) way.hidden = count !== null;
    this.windows ??= this.ways[0].insertAdjacentElement("beforebegin", element("nav", { className: "bp-parts" }));
    this.windows.setAttribute("aria-label", say("显示哪些行", "Which rows to show"));
    this.windows.hidden = count === null || count <= STEP;
    const list = element("ul", {});
    for (let start = 0; start < count; start += STEP) {
      const name = `${start + 1}–${Math.min(start + STEP, count)}`;
      const button = element("button", { type: "button", className: "bp-tool" }, name);
      press(button, start === this.first);
      button.addEventListener("click", () => {
        this.draw(start);
        this.windows.querySelector("[aria-pressed=true]").focus();
      });
      list.append(element("li", {}, button));
    }
    this.windows.replaceChildren(list);
  }

  addSorting() {
    this.headings.forEach((heading, index) => {
      const button = element("button", { type: "button", className: "bp-sort" }, ...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const now = heading.getAttribute("aria-sort");
        this.arrange(() => this.sort(index, now === "ascending" ? "descending" : now === "descending" ? "" : "ascending"));
      });
    });
  }

  // Items in the order of a column, totals and subtotals below them; no direction: as printed.
  sort(index, direction) {
    for (const heading of this.headings) heading.removeAttribute("aria-sort");
    this.ungroup();
    this.table.classList.toggle("bp-sorted", direction !== "");
    if (!direction) return this.put(this.printed);
    this.headings[index].setAttribute("aria-sort", direction);
    const numeric = index === 0 || this.headings[index].classList.contains("bp-n");
    const sign = direction === "ascending" ? 1 : -1;
    const key = (row) => (numeric ? whole(cellText(row, index)) : cellText(row, index) || null);
    const keys = new Map(this.printed.map((row) => [row, key(row)]));
    const items = this.printed.filter((row) => !isTotal(row));
    items.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0); // blanks last
      return sign * (numeric ? (x < y ? -1 : x > y ? 1 : 0) : order.compare(x, y));
    });
    this.put([...items, ...this.printed.filter(isTotal)]);
  }

  addFilter() {
    const field = element("input", { type: "search", autocomplete: "off" });
    const list = document.getElementById(`codes.${this.tools.dataset.for}`);
    if (list) field.setAttribute("list", list.id);
    field.placeholder = list ? say("文字或科目编码的开头", "text, or how a code begins") : say("文字", "text");
    this.field = field;
    this.count = element("output", {});
    this.tools.append(element("label", {}, say("筛选 ", "Filter "), field), this.count);
    field.addEventListener("input", () => this.arrange(() => this.filter()));
    this.tell(this.total);
  }

  get total() {
    return Number(this.table.dataset.rows ?? this.own.length);
  }

  tell(shown) {
    const all = this.total;
    const rows = shown === all ? `${all}` : `${shown} / ${all}`;
    this.count.textContent = say(`${rows} 行`, `${rows} ${all === 1 ? "row" : "rows"}`);
  }

  // Digits alone are how a code begins, where the table has codes; anything else is text of the row.
  filter() {
    this.known ??= new Map(this.printed.map((row) => [row, this.texts(row)]));
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const coded = [...this.known.values()].some(({ codes }) => codes.length > 0);
    const fits = ({ codes, text, amounts }) =>
      words.every((word) => {
        if (coded && /^\d+$/.test(word)) return codes.some((code) => code.startsWith(word)) || text.includes(word);
        return text.includes(word) || amounts.includes(word.replaceAll(",", "")) || codes.includes(word);
      });
    let shown = 0;
    for (const row of this.printed) {
      row.hidden = !fits(this.known.get(row));
      if (!row.hidden) shown += 1;
    }
    this.table.classList.toggle("bp-filtered", words.length > 0);
    for (const head of this.heads ?? []) {
      const fitting = this.known.has(head) && !head.hidden;
      head.hidden = words.length > 0 && !fitting && !this.below(head).some((row) => !row.hidden);
    }
    this.tell(shown);
    if (this.pages.length) this.draw(0);
  }

  texts(row) {
    const codes = codesOf(row);
    const cells = [...row.cells].slice(1);
    const text = (chosen) => chosen.map((cell) => cell.textContent).join(" ").toLowerCase();
    const isAmount = (cell) => cell.classList.contains("bp-y");
    let names = text(cells.filter((cell) => !isAmount(cell)));
    for (const code of codes) names = names.replace(code.toLowerCase(), " ");
    const amounts = cells.filter(isAmount).map((cell) => cellText(row, cell.cellIndex));
    return { codes, text: `${names} ${text([...row.cells].slice(0, 1))}`, amounts: amounts.join(" ").replaceAll(",", "") };
  }

  // By code: each row below the code above its own, which is a printed row or, where none is, a heading.
  addTree() {
    const list = document.getElementById(`codes.${this.tools.dataset.for}`);
    this.parents = new Map([...(list?.options ?? [])].map((option) => [option.value, option]));
    this.grouping = element("button", { type: "button", className: "bp-tool" }, say("按科目级次", "By code"));
    this.levels = element("span", { className: "bp-levels", role: "group", hidden: true });
    this.levels.setAttribute("aria-label", say("展开到第几级", "Unfold to level"));
    press(this.grouping, false);
    this.tools.append(element("span", {}, this.grouping, this.levels));
    this.grouping.addEventListener("click", () => this.arrange(() => (this.heads ? this.sort(0, "") : this.group())));
  }

  codeOf(row) {
    return row.cells[this.tree]?.querySelector(".bp-code")?.textContent ?? "";
  }

  group() {
    for (const heading of this.headings) heading.removeAttribute("aria-sort");
    this.table.classList.remove("bp-sorted");
    const nodes = new Map(); // code -> the row that heads it and what stands below it
    const top = [];
    const node = (code, row) => {
      const made = { row: row ?? this.heading(code), below: [], code };
      nodes.set(code, made);
      const up = nodes.get(code)?.row.dataset.up ?? this.parents.get(code)?.dataset.up ?? "";
      (up ? nodes.get(up) ?? node(up) : { below: top }).below.push(made);
      return made;
    };
    const headed = new Set(this.printed.map((row) => row.dataset.up).filter(Boolean));
    for (const code of [...headed]) {
      for (let up = this.parents.get(code)?.dataset.up; up; up = this.parents.get(up)?.dataset.up) headed.add(up);
    }
    const rows = new Map();
    for (const row of this.printed) {
      const code = this.codeOf(row);
      if (headed.has(code) && !rows.has(code)) rows.set(code, row);
    }
    for (const code of [...headed].sort()) if (!nodes.has(code)) node(code, rows.get(code));
    const last = [];
    for (const row of this.printed) {
      if (nodes.get(this.codeOf(row))?.row === row) continue;
      if (row.dataset.up) nodes.get(row.dataset.up).below.push({ row, below: [], code: this.codeOf(row) });
      else if (isTotal(row)) last.push(row);
      else top.push({ row, below: [], code: this.codeOf(row) || "~" });
    }
    this.heads = [...nodes.values()].map(({ row }) => row);
    this.nodes = new Map([...nodes.values()].map((made) => [made.row, made]));
    this.put([...this.inOrder(top, 1), ...last]);
    for (const made of nodes.values()) this.addFold(made);
    this.offerLevels();
    press(this.grouping, true);
    if (this.field.value) this.filter();
  }

  inOrder(nodes, level) {
    nodes.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    return nodes.flatMap((made) => {
      made.row.dataset.level = level;
      if (!made.row.matches(".bp-group")) made.row.cells[this.tree].classList.add("bp-tree");
      return [made.row, ...this.inOrder(made.below, level + 1)];
    });
  }

  heading(code) {
    const name = this.parents.get(code)?.label ?? "";
    const shown = element("span", {}, element("span", { className: "bp-code" }, code), " ", name);
    const cell = element("th", { colSpan: this.headings.length, scope: "colgroup" }, shown);
    return element("tr", { className: "bp-group" }, cell);
  }

  addFold(made) {
    const own = made.row.matches(".bp-group");
    const cell = own ? made.row.cells[0].firstElementChild : made.row.cells[this.tree];
    const button = element("button", { type: "button", className: "bp-fold" });
    const name = own ? cell.textContent : cell.querySelector(".bp-code").textContent;
    button.setAttribute("aria-label", say(`${name} 的下级`, `below ${name}`));
    button.setAttribute("aria-expanded", "true");
    button.addEventListener("click", () => {
      this.fold(made, button.getAttribute("aria-expanded") === "true");
      if (!this.pages.length) return;
      this.draw(this.first);
      button.focus();
    });
    cell.prepend(button);
    made.button = button;
  }

  offerLevels() {
    const depth = Math.max(...[...this.nodes.keys()].map((row) => Number(row.dataset.level))) + 1;
    const names = document.getElementById(`codes.${this.tools.dataset.for}`)?.dataset.levels?.split("|") ?? [];
    const buttons = Array.from({ length: depth }, (_, index) => {
      const name = names[index] ?? `${index + 1}`;
      const button = element("button", { type: "button", className: "bp-tool" }, name);
      button.setAttribute("aria-label", say(`展开到第 ${index + 1} 级：${name}`, `Unfold to level ${index + 1}: ${name}`));
      button.addEventListener("click", () => {
        for (const made of this.nodes.values()) this.fold(made, Number(made.row.dataset.level) > index);
        if (this.pages.length) this.draw(0);
      });
      return button;
    });
    this.levels.replaceChildren(say("级 ", "Level "), ...buttons);
    this.levels.hidden = false;
  }

  fold(made, shut) {
    made.button.setAttribute("aria-expanded", String(!shut));
    const show = (nodes, hidden) => {
      for (const below of nodes) {
        below.row.classList.toggle("bp-folded", hidden);
        show(below.below, hidden || below.button?.getAttribute("aria-expanded") === "false");
      }
    };
    show(made.below, shut || made.row.classList.contains("bp-folded"));
  }

  below(head) {
    const all = (made) => made.below.flatMap((below) => [below.row, ...all(below)]);
    return all(this.nodes.get(head)).filter((row) => !row.classList.contains("bp-group"));
  }

  ungroup() {
    if (!this.heads) return;
    for (const made of this.nodes.values()) made.button.remove();
    for (const row of this.printed) {
      row.classList.remove("bp-folded");
      delete row.dataset.level;
    }
    this.heads = this.nodes = null;
    this.levels.hidden = true;
    press(this.grouping, false);
  }

  // A row that was asked for by its address is shown, whatever was filtered or folded away.
  reveal(row) {
    if (row.hidden) {
      this.field.value = "";
      this.filter();
    }
    if (!row.classList.contains("bp-folded")) return;
    for (const made of this.nodes.values()) if (this.below(made.row).includes(row)) this.fold(made, false);
  }
}

for (const tools of document.querySelectorAll(".bp-tools[data-for]")) {
  const table = document.getElementById(`data.${tools.dataset.for}`);
  if (table?.tHead) new Table(table, tools);
}

// On a narrow screen the list of the release's pages starts folded.
if (matchMedia("(max-width: 76.2344em)").matches) {
  for (const list of document.querySelectorAll(".bp-relnav details")) {
    list.open = false;
    list.dataset.folded = ""; // until then the style sheet hides it, so that nothing on the page moves
  }
}

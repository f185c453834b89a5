// Sort and filter for the tables of figures: buttons in the headings with aria-sort, one field for the filter.
// Subtotals and totals stay where they are printed as long as the printed order is shown.
const order = new Intl.Collator("zh-Hans-CN", { numeric: true });
const number = (text) => Number(text.replaceAll(",", ""));

const cellText = (row, index) => {
  const cell = row.cells[index];
  const link = cell?.querySelector(":scope > a:not(.bp-fix)");
  return (link ?? cell)?.textContent.trim() ?? "";
};

const sort = (table, index, numeric, direction) => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const keys = new Map(rows.map((row) => [row, cellText(row, index)]));
  rows.sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1); // blanks last, either way
    return direction * (numeric ? number(x) - number(y) : order.compare(x, y));
  });
  body.append(...rows);
};

const addSorting = (table) => {
  const headings = [...table.tHead.rows[0].cells];
  const printed = [...table.tBodies[0].rows];
  headings.forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bp-sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const now = heading.getAttribute("aria-sort");
      const next = now === "ascending" ? "descending" : now === "descending" ? "none" : "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      if (next === "none") {
        table.tBodies[0].append(...printed);
        return;
      }
      heading.setAttribute("aria-sort", next);
      const numeric = index === 0 || heading.classList.contains("bp-n");
      sort(table, index, numeric, next === "ascending" ? 1 : -1);
    });
  });
};

const addFilter = (tools, table) => {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  const english = document.createElement("span");
  english.lang = "en";
  english.className = "bp-en";
  english.textContent = "Filter rows";
  field.type = "search";
  field.autocomplete = "off";
  label.append("筛选 ", english, " ", field);
  const show = (n) => {
    count.textContent = n === rows.length ? `${n} 行` : `${n} / ${rows.length} 行`;
  };
  const texts = rows.map((row) => row.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      if (!row.hidden) shown += 1;
    });
    show(shown);
  });
  show(rows.length);
  tools.append(label, count);
};

for (const tools of document.querySelectorAll(".bp-tools")) {
  const table = document.getElementById(`data.${tools.dataset.for}`);
  if (!table) continue;
  addFilter(tools, table);
  addSorting(table);
}

// On a narrow screen the list of the release's pages starts folded.
if (matchMedia("(max-width: 76.2344em)").matches) {
  for (const list of document.querySelectorAll(".bp-relnav details")) list.open = false;
}

// Amounts in yuan, in ten thousands or in hundred millions, as the reader chose on any page of the site.
// The page holds yuan; the point is moved in the text itself, so no digit can change.
const KEY = "bp-unit";
const english = document.documentElement.lang.startsWith("en");
const UNITS = english
  ? new Map([[0, "yuan"], [4, "10,000 yuan"], [8, "100 million yuan"]])
  : new Map([[0, "元"], [4, "万元"], [8, "亿元"]]);

let chosen = 0;

const remembered = () => {
  try {
    const places = Number(localStorage.getItem(KEY));
    return UNITS.has(places) ? places : 0;
  } catch {
    return 0; // storage is shut: the choice holds for this page
  }
};

const remember = (places) => {
  try {
    localStorage.setItem(KEY, String(places));
  } catch {
    // as above
  }
};

// "-1,234.50" and 4 -> ["-0", "12345"]: the whole part and the decimals without zeros at their end. The sign of
// a term, "+ " or "− ", stays before it.
const moved = (text, places) => {
  const parts = /^((?:[+−] )?-?)([\d,]+)(?:\.(\d+))?$/.exec(text.trim());
  if (!parts) return null;
  const [, sign, whole, fraction = ""] = parts;
  const digits = whole.replaceAll(",", "").padStart(places + 1, "0");
  const point = digits.length - places;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const right = (digits.slice(point) + fraction).replace(/0+$/, "");
  return [sign + left.replace(/\B(?=(\d{3})+$)/g, ","), right];
};

const written = ([whole, decimals], count) => `${whole}.${decimals.padEnd(count, "0")}`;

// An amount in yuan as text, with the point moved to the left; at least two decimals.
export const shift = (text, places) => {
  const parts = moved(text, places);
  return parts ? written(parts, Math.max(2, parts[1].length)) : text;
};

// The amounts of a column have as many decimals as the one that needs most, so that their points align.
const column = (amount) => {
  const cell = amount.closest("td.bp-n, td.bp-y");
  return cell ? `${cell.cellIndex}` : null;
};

const isText = (node) => node?.nodeType === Node.TEXT_NODE;

// The text that an element begins with: an amount in yuan, whatever unit is shown.
export const inYuan = (amount) => amount.dataset.y ?? (isText(amount.firstChild) ? amount.firstChild.data : "");

export const paint = (root = document) => {
  if (chosen === 0 && !root.querySelector("[data-y]")) return; // the page as it came
  const columns = new Map();
  for (const amount of root.querySelectorAll(".bp-y, .bp-y a")) {
    if (!isText(amount.firstChild)) continue;
    amount.dataset.y ??= amount.firstChild.data;
    const parts = moved(amount.dataset.y, chosen);
    if (!parts) continue;
    const index = column(amount);
    const home = index === null ? amount : amount.closest("table");
    if (!columns.has(home)) columns.set(home, new Map());
    const group = columns.get(home);
    if (!group.has(index)) group.set(index, []);
    group.get(index).push([amount, parts]);
  }
  for (const group of columns.values()) {
    for (const amounts of group.values()) {
      const count = Math.max(2, ...amounts.map(([, parts]) => parts[1].length));
      for (const [amount, parts] of amounts) amount.firstChild.data = written(parts, count);
    }
  }
  for (const unit of root.querySelectorAll(".bp-u")) unit.textContent = UNITS.get(chosen);
};

const choose = (places) => {
  chosen = places;
  for (const button of document.querySelectorAll("[data-unit]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.unit) === places));
  }
  paint();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unit]");
  if (!button) return;
  choose(Number(button.dataset.unit));
  remember(chosen);
});

addEventListener("storage", (event) => {
  if (event.key === KEY) choose(remembered());
});

if (remembered() !== 0) choose(remembered());

// Click a number, see its place. The panel says what the section "sources and proofs" of the same page says
// of a figure, and is opened by its address (#03.r12.total), so a link, the history and a click are one. Of a
// long table that section is on pages of its own: they are fetched once, and so are those of identities.
import { inYuan, paint } from "./units.js";

const english = document.documentElement.lang.startsWith("en");
const say = (zh, en) => (english ? en : zh);

const element = (name, properties, ...content) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
};
const copy = (node) => {
  const copied = node.cloneNode(true);
  for (const part of [copied, ...copied.querySelectorAll("[id]")]) part.removeAttribute("id");
  return copied;
};
const contents = (node) => [...copy(node).childNodes];

// The rows of this page and of those that were fetched, by their id: proofs of figures, and identities.
const pages = new Map();
const fetched = new Map();
const rowOf = (id) => document.getElementById(id) ?? fetched.get(id);

const take = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const link of page.querySelectorAll(".md-content a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), answer.url).href);
  }
  for (const row of page.querySelectorAll(".bp-proofs tr[id], .bp-sums li[id]")) if (!rowOf(row.id)) fetched.set(row.id, row);
  for (const word of page.querySelectorAll("[data-means]")) fetched.set(`means.${word.dataset.means}`, word);
};
const load = (address) => {
  const page = address.split("#")[0];
  if (!pages.has(page)) {
    pages.set(page, take(page));
    pages.get(page).catch(() => pages.delete(page)); // asked again, fetched again
  }
  return pages.get(page);
};

// "#03.r12.total" and the older "#proof.03.r12.total" -> "03.r12.total", if this page has such a figure.
const figureOf = (hash) => {
  let id = "";
  try {
    id = decodeURIComponent(hash.slice(1)).replace(/^proof\./, "");
  } catch {
    return "";
  }
  return id && (proofOf(id) || linkOf(id)) ? id : "";
};
const addressOf = (id) => `#${encodeURIComponent(id)}`;
const proofOf = (id) => rowOf(`proof.${id}`);
// The cell of a figure; identities and sections have ids of their own.
const numberOf = (id) => {
  const found = document.getElementById(id);
  return found?.matches("td") ? found : null;
};
// The name of a row stands beside the first of its figures, the name of the column beside each.
const labelOf = (id) => {
  const row = proofOf(id);
  let first = row;
  while (!first.querySelector("th")) first = first.previousElementSibling;
  return [...contents(first.querySelector("th")), " · ", ...contents(row.querySelector("td > a"))];
};
const linkOf = (id) => numberOf(id)?.querySelector(":scope > a") ?? proofOf(id)?.querySelector("a");

let panel = null;
let shown = "";

const meaning = (name) => document.querySelector(`[data-means="${name}"]`) ?? fetched.get(`means.${name}`);

// The facts of a figure: the cells of its row between its name and its identities, under their headings, and
// what the words mean.
const FACTS = 5;
const factsOf = (row) => {
  const heads = row.closest("table").tHead.rows[0].cells;
  const list = element("dl", { className: "bp-panel-facts" });
  for (const cell of [...row.cells].slice(-FACTS - 1, -1)) {
    const head = heads[heads.length - row.cells.length + cell.cellIndex];
    const value = element("dd", { className: cell.className }, ...contents(cell));
    Object.assign(value.dataset, cell.dataset);
    const said = meaning(head.dataset.fact ?? /\bbp-st bp-(\w+)/.exec(cell.className)?.[1] ?? "");
    if (said && cell.textContent.trim()) value.append(element("p", { className: "bp-note" }, said.textContent));
    list.append(element("div", {}, element("dt", {}, ...contents(head)), value));
  }
  return list;
};

// What a reader would call a figure: of this table its row and column, of another one that table.
const named = (link) => {
  const id = idOf(link);
  if (proofOf(id)) return labelOf(id);
  const home = [...document.querySelectorAll(".bp-relnav a")].find((other) => other.pathname === link.pathname);
  return home ? [`${home.textContent} · `] : [];
};

const idOf = (link) => decodeURIComponent(link.hash.slice(1));

// The sides of an identity stand before and after the sign of their relation.
const sidesOf = (row) => {
  const parts = [...row.children];
  const middle = parts.findIndex((part) => part.matches("b"));
  const known = (part) => part.matches("a:not(.bp-more), span:not(.bp-name), details");
  return [parts.slice(0, middle), parts.slice(middle + 1)].map((side) => side.filter(known));
};

// The figures of a side, and what they come to: a sum says it, or equals the one figure of the other side.
const termsOf = (side) => {
  const fold = side.find((part) => part.matches("details"));
  return fold ? [...fold.children].slice(1) : side.filter((part) => !part.matches(".bp-y"));
};
const sumOf = (side, other) => inYuan(side.find((part) => part.matches(".bp-y")) ?? other[0]);

const termOf = (figure) => {
  const label = element("span", { className: "bp-sub" }, figure.matches("a") ? idOf(figure) : "");
  return element("span", { className: "bp-fig" }, element("span", { className: "bp-term" }, copy(figure)), label);
};

const sideOf = (word, side, other, id) => {
  const box = element("div", { className: "bp-panel-terms bp-y" }, ...termsOf(side).map(termOf));
  for (const link of box.querySelectorAll("a")) {
    const label = link.closest(".bp-fig").querySelector(".bp-sub");
    const own = idOf(link);
    if (proofOf(own)) label.replaceChildren(...named(link));
    else label.prepend(...named(link));
    if (own !== id) continue;
    link.setAttribute("aria-current", "true");
    link.closest(".bp-fig").classList.add("bp-here");
  }
  const count = box.children.length;
  if (count === 1) return [element("p", { className: "bp-panel-side" }, word), box];
  const amount = element("span", { className: "bp-y" }, sumOf(side, other));
  const sum = element("p", { className: "bp-panel-side" }, `${word} `, amount);
  if (count <= 6) return [sum, box];
  const title = element("summary", {}, say(`${count} 个数字之和`, `the sum of ${count} figures`));
  return [sum, element("details", {}, title, box)];
};

const isHere = (link) => link.pathname === location.pathname;

// The figure that a link leads to, if this page can show it: its cell or its proof is meant.
const figureAt = (link) => {
  const cell = link.closest(".bp-data td[id], .bp-record td[id]");
  if (cell && linkOf(cell.id) === link) return cell.id;
  return isHere(link) && link.hash ? figureOf(link.hash) : "";
};

// An identity, from its row in the section of identities: verdict, name, both sides as sums of figures.
const identityOf = ([row, link], id) => {
  const rule = row.closest(".bp-rule");
  const title = element("h3", {}, (row.querySelector(".bp-name") ?? rule.querySelector(".bp-name")).textContent);
  const [left, right] = sidesOf(row);
  const sides = [...sideOf(say("左边", "Left"), left, right, id), ...sideOf(say("右边", "Right"), right, left, id)];
  const status = element("p", {}, copy(rule.querySelector(".bp-st")));
  if (row.lastElementChild?.matches("em")) status.append(say("，", ", "), ...contents(row.lastElementChild));
  const own = element("a", { href: link.href }, link.lastChild.data);
  const more = element("p", { className: "bp-note" }, own);
  return element("section", { className: "bp-panel-check" }, title, status, ...sides, more);
};

// Of a long sum the terms are on the page of all identities, to which its row leads.
const longer = (row) => row?.querySelector("a.bp-more");
const wholeOf = (row) => longer(row) && rowOf(idOf(longer(row)));
const checksOf = (row) => [...row.cells[row.cells.length - 1].querySelectorAll("a")];

// What is needed to show a figure and is on other pages: its proof, then its identities, then long sums.
const lacking = (id) => {
  const row = proofOf(id);
  if (!row) return [linkOf(id)];
  const checks = checksOf(row).filter((link) => !rowOf(idOf(link)));
  const sums = checksOf(row).map((link) => rowOf(idOf(link)));
  return [...checks, ...sums.map(longer).filter((link) => link && !rowOf(idOf(link)))];
};

const identitiesOf = (row, id) => {
  const head = row.closest("table").tHead.rows[0].lastElementChild;
  const rows = checksOf(row).map((link) => [wholeOf(rowOf(idOf(link))) ?? rowOf(idOf(link)), link]);
  const title = element("h3", { className: "bp-panel-title" }, ...contents(head), ` (${rows.length})`);
  return [title, ...rows.filter(([found]) => found).map((found) => identityOf(found, id))];
};

const copyLink = async (button, status, link) => {
  try {
    await navigator.clipboard.writeText(link.href);
    status.textContent = say("已复制", "Copied");
  } catch {
    getSelection().selectAllChildren(link); // no clipboard here: the address stands selected
    status.textContent = say("请按 Ctrl+C 复制", "Press Ctrl+C to copy");
  }
};

// The address that lasts is that of the table's first page, which leads on to the others.
const lasting = (id) => location.pathname.replace(/\/rows\/\d+\/$/, "/") + addressOf(id);

const footOf = (id) => {
  const link = element("a", { href: lasting(id), className: "bp-id" }, id);
  const button = element("button", { type: "button", className: "bp-tool" }, say("复制链接", "Copy link"));
  const status = element("output", {});
  button.addEventListener("click", () => copyLink(button, status, link));
  return element("p", { className: "bp-panel-foot" }, link, button, status);
};

const made = () => {
  const box = element("dialog", { className: "bp-panel md-typeset" });
  box.setAttribute("aria-labelledby", "bp-panel-name");
  document.body.append(box);
  return box;
};

const fill = (id, wait) => {
  const row = proofOf(id);
  const words = row ? labelOf(id) : [id];
  const name = element("h2", { id: "bp-panel-name", tabIndex: -1 }, ...words);
  const close = element("button", { type: "button", className: "bp-close" }, "×");
  close.setAttribute("aria-label", say("关闭", "Close"));
  close.addEventListener("click", leave);
  const head = element("div", { className: "bp-panel-head" }, name, close);
  const facts = row ? [factsOf(row)] : [];
  const checks = wait ? [element("p", { role: "status" }, wait)] : identitiesOf(row, id);
  panel.replaceChildren(head, ...facts, ...checks, footOf(id));
  panel.scrollTop = 0;
  paint(panel);
  return name;
};

// The figure comes into view, where it is not, above the panel or beside it: the page makes room for it there.
const place = (number) => {
  const narrow = matchMedia("(max-width: 60em)").matches;
  const box = panel.getBoundingClientRect();
  const floor = narrow ? box.top : innerHeight;
  const at = number.getBoundingClientRect();
  const frame = number.closest(".bp-scroll")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const head = number.closest("table").tHead?.getBoundingClientRect().bottom ?? 0;
  const key = number.parentElement.querySelector(".bp-key")?.getBoundingClientRect(); // it stays in view on the left
  const left = key && key.left <= frame.left + 1 ? key.right : frame.left;
  const seen = at.top >= Math.max(head, 60) && at.bottom <= floor && at.left >= left && at.right <= frame.right;
  if (!seen) {
    number.scrollIntoView({ block: "center", inline: "center" });
    const scroller = number.closest(".bp-scroll");
    const top = number.closest("table").tHead?.offsetHeight ?? 0;
    const down = number.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0) - top;
    if (scroller && down < 0) scroller.scrollTop += down - 8; // out from under the headings
    const now = number.getBoundingClientRect();
    scrollBy(0, (now.top + now.bottom) / 2 - floor * 0.6);
  }
};

// The page grows wider or narrower, and what a reader looks at stays at its height.
const steadily = (number, act) => {
  const before = number?.getBoundingClientRect().top ?? 0;
  act();
  if (number) scrollBy(0, number.getBoundingClientRect().top - before);
};

const open = (id) => {
  panel ??= made();
  unmark();
  shown = id;
  const number = numberOf(id);
  for (let shut = number; (shut = shut.closest("details:not([open])")); ) shut.open = true;
  number.dispatchEvent(new CustomEvent("bp:reveal", { bubbles: true }));
  number.classList.add("bp-here");
  const whole = lacking(id).length === 0;
  const name = fill(id, whole ? "" : say("正在读取证明……", "Reading the proof…"));
  steadily(number, () => panel.open || panel.show());
  place(number);
  name.focus({ preventScroll: true });
  if (!whole) complete(id);
};

// Fetch what is lacking, at most three pages deep, and show it, unless the reader has moved on.
const complete = async (id) => {
  try {
    for (let links = lacking(id), depth = 0; links.length && depth < 3; links = lacking(id), depth += 1) {
      await Promise.all(links.map((link) => load(link.href)));
    }
    if (shown !== id) return;
    const back = panel.contains(document.activeElement);
    const name = fill(id);
    if (back) name.focus({ preventScroll: true });
  } catch {
    const way = element("a", { href: linkOf(id).href }, say("证明所在的页", "the page of the proof"));
    if (shown === id) panel.querySelector("[role=status]").replaceChildren(say("没有读到。", "It could not be read. "), way);
  }
};

// A browser that follows the address of a page scrolls and moves the focus once more when all has loaded.
addEventListener("load", () => {
  if (!panel?.open) return;
  place(numberOf(shown));
  panel.querySelector("h2").focus({ preventScroll: true });
});

const unmark = () => {
  if (shown) numberOf(shown)?.classList.remove("bp-here");
};

const shut = () => {
  if (!panel?.open) return;
  const back = linkOf(shown);
  unmark();
  steadily(numberOf(shown), () => panel.close());
  shown = "";
  back?.focus({ preventScroll: true });
};

// What the address says is what is shown.
const follow = () => {
  const id = figureOf(location.hash);
  if (id) open(id);
  else shut();
};

// Each figure opened is an entry of the history; closing goes back to the one before the first of them.
const enter = (id) => {
  if (id === shown) return panel.querySelector("h2").focus();
  const depth = history.state?.figures ?? 0;
  history.pushState({ figures: depth + 1 }, "", addressOf(id));
  open(id);
};

const leave = () => {
  const depth = history.state?.figures ?? 0;
  if (depth > 0) return history.go(-depth);
  history.replaceState(null, "", location.pathname + location.search);
  shut();
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  const id = link ? figureAt(link) : "";
  if (!id) return;
  event.preventDefault();
  enter(id);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel?.open && !event.defaultPrevented) leave();
});

// A link that is copied or opened elsewhere has the address that lasts.
for (const name of ["contextmenu", "pointerdown", "focusin"]) {
  document.addEventListener(name, (event) => {
    const link = event.target.closest?.(".bp-data a[href^='#proof.'], .bp-record a[href^='#proof.']");
    if (link) link.setAttribute("href", addressOf(figureAt(link)));
  });
}

addEventListener("popstate", () => setTimeout(follow)); // after the browser has moved scroll and focus
document.documentElement.classList.add("bp-panels");
follow();

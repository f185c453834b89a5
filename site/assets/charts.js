// What a reader may ask of a chart that is there already: to zoom and point at it, to have it as a picture.
// The one Vega bundle is fetched from this site, and only then. `ast` makes Vega interpret its expressions,
// so that the page's policy needs no 'unsafe-eval'.
const english = document.documentElement.lang.startsWith("en");
const WORDS = english ? { failed: "Could not be loaded" } : { failed: "没有载入成功" };
const PLACES = new Map([[4, 1], [8, 2]]); // the site's choice of unit -> the step of a chart

// Wording stands as a pair, Chinese and English, between three signs that are no characters.
const PAIR = /\ufdd0([^\ufdd0-\ufdd2]*)\ufdd1([^\ufdd0-\ufdd2]*)\ufdd2/g;
const resolve = (text) => text.replace(PAIR, english ? "$2" : "$1");

const chosen = () => {
  const pressed = document.querySelector('[data-unit][aria-pressed="true"]');
  return PLACES.get(Number(pressed?.dataset.unit)) ?? -1;
};

// The note names the unit of the drawing; as long as a reader has another one, the note names that.
const keepUnit = (view, switches, note) => {
  const first = note.textContent;
  const tell = (step) => {
    const name = switches.querySelector(`option[value="${step}"]`)?.textContent;
    note.textContent = step < 0 ? first : first.replace(/([：:]\s*).*$/, `$1${name}`);
  };
  view.addSignalListener("step", (_, step) => tell(Number(step)));
  tell(Number(view.signal("step")));
};

const explore = async (button) => {
  const canvas = button.closest("figure").querySelector(".bp-canvas");
  const narrow = getComputedStyle(canvas.querySelector(".bp-narrow")).display !== "none";
  const address = new URL(button.dataset.spec, document.baseURI);
  button.disabled = true;
  try {
    const [answer, vega] = await Promise.all([fetch(address), import("./vega.js")]);
    if (!answer.ok) throw new Error(answer.statusText);
    const specs = JSON.parse(resolve(await answer.text()));
    const place = document.createElement("div");
    const options = { ast: true, actions: false, renderer: "svg", defaultStyle: false };
    const { view } = await vega.default(place, specs[narrow ? "narrow" : "wide"], options);
    const step = chosen();
    if (step >= 0 && view.getState().signals.step !== undefined) await view.signal("step", step).runAsync();
    const svg = place.querySelector("svg");
    svg.setAttribute("aria-hidden", "true");
    canvas.replaceChildren(place);
    // A picture has no parts for a screen reader, but its switch of unit is one: it stands beside it.
    const switches = place.querySelector(".vega-bindings");
    if (switches) {
      canvas.after(switches);
      keepUnit(view, switches, canvas.closest("figure").querySelector(".bp-drawn-in"));
    }
    canvas.dataset.drawn = "true";
    button.remove();
  } catch {
    button.disabled = false;
    button.textContent = WORDS.failed;
  }
};

const save = (address, name) => {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
};

// The picture as a file is an SVG on white with its finding, unit and source; drawn twice as large.
const picture = async (button) => {
  const answer = await fetch(new URL(button.dataset.png, document.baseURI));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await answer.text())}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const address = URL.createObjectURL(blob);
  save(address, button.dataset.name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-spec], [data-png]");
  if (asked) (asked.dataset.spec ? explore : picture)(asked);
  const drawing = event.target.closest(".bp-canvas[data-classes] > svg");
  if (drawing) open(drawing, event.target);
});

// A class of a treemap opens its items below; the lists are there for the keyboard in any case.
const open = (drawing, mark) => {
  const twin = drawing.closest("figure").querySelector(".bp-twin");
  const group = mark.dataset.k;
  if (group === undefined) return;
  const list = twin?.querySelector(`:scope > details:nth-of-type(${Number(group) + 1})`);
  if (!list) return;
  twin.open = true;
  for (const other of twin.querySelectorAll(":scope > details")) other.open = other === list;
  list.querySelector("summary").focus();
};

// The code to embed needs the whole address, which only the browser knows for certain.
for (const code of document.querySelectorAll("[data-embed]")) {
  const address = new URL(code.dataset.embed, document.baseURI).href;
  code.textContent = code.textContent.replace(`src="${code.dataset.embed}"`, `src="${address}"`);
}

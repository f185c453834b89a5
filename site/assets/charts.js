// Draws a chart when it comes into view. The one Vega bundle is fetched from this site, then and only then.
// `ast` makes Vega interpret its expressions, so that the page's policy needs no 'unsafe-eval'.
const draw = async (box) => {
  const address = new URL(box.dataset.spec, document.baseURI);
  const [answer, vega] = await Promise.all([fetch(address), import("./vega.js")]);
  if (!answer.ok) return;
  const options = { ast: true, actions: false, renderer: "svg", tooltip: false, defaultStyle: false };
  await vega.default(box, await answer.json(), options);
  box.dataset.drawn = "true";
};

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: "200px" },
);

for (const box of document.querySelectorAll("[data-spec]")) watcher.observe(box);

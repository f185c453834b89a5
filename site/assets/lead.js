// A long table or list is on several pages, and the address that lasts names the first: from there a script
// leads on to the page that has what the address asks for. Numbers of rows say where to look first.
const wanted = () => {
  try {
    return decodeURIComponent(location.hash.slice(1)).replace(/^proof\./, "");
  } catch {
    return "";
  }
};

const covers = (link, row) => {
  const [first, last] = link.textContent.split("–").map(Number);
  return first <= row && row <= last;
};

const pages = (id) => {
  const row = Number(/\.r(\d+)(?:\.|$)/.exec(id)?.[1]);
  const links = [...document.querySelectorAll(".bp-parts a:not([aria-current])")];
  const rank = (link) => (link.pathname.includes("/proofs/") ? 2 : 0) + (covers(link, row) ? 0 : 1);
  return new Set(links.sort((a, b) => rank(a) - rank(b)).map((link) => link.href));
};

const lead = async () => {
  const id = wanted();
  if (!id || document.getElementById(id)) return;
  for (const page of pages(id)) {
    const answer = await fetch(page);
    if (!answer.ok || !(await answer.text()).includes(` id="${id}"`)) continue;
    if (wanted() === id) location.replace(`${page}#${encodeURIComponent(id)}`);
    return;
  }
};

addEventListener("hashchange", lead);
lead();

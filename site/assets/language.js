// The theme asks for a site map beside every alternate of a page, and there is none: it shall not see them.
const alternates = document.querySelectorAll("link[rel=alternate]");
for (const link of alternates) link.remove();
addEventListener("load", () => document.head.append(...alternates));

// The switch of language keeps the place on the page and what was asked: ids and fields have one name in both.
for (const link of document.querySelectorAll("a.bp-language")) {
  link.addEventListener("click", () => {
    link.search = location.search;
    link.hash = location.hash;
  });
}

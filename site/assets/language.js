// The switch of language keeps the place on the page and what was asked: ids and fields have one name in both.
for (const link of document.querySelectorAll("a.bp-language")) {
  link.addEventListener("click", () => {
    link.search = location.search;
    link.hash = location.hash;
  });
}

// The theme's search, but nothing of it is fetched before a reader asks: it runs before the theme's script and
// stands in for its search worker. The index that the theme fetches with every page is an empty one; the real one
// and the worker are loaded when the search field is first entered. Chinese is cut into the words of the index,
// all of which a page must have; only where none has all of them, some will do.
{
  const Native = window.Worker;
  const FIELD = '[data-md-component="search-query"]';
  const SETUP = 0, QUERY = 2, RESULT = 3;
  const BETWEEN = /[^\p{sc=Han}]+/u;

  // The Chinese words of the index, and every beginning (of two characters or more) of one.
  const vocabulary = (docs) => {
    const [words, known] = [new Set(), new Set()];
    for (const { title, text } of docs) for (const word of `${title} ${text}`.split(BETWEEN)) words.add(word);
    for (const word of words) for (let end = 2; end <= word.length; end += 1) known.add(word.slice(0, end));
    return { words, known };
  };

  // The words of a run of Chinese: as many characters as can be in known words, in as few words as can be.
  const cut = (run, known) => {
    const best = [{ missed: 0, words: [] }];
    for (let end = 1; end <= run.length; end += 1) {
      const before = best[end - 1];
      best[end] = { missed: before.missed + 1, words: before.words };
      for (let start = 0; start < end - 1; start += 1) {
        const { missed, words } = best[start];
        if (missed > best[end].missed || !known.has(run.slice(start, end))) continue;
        if (missed < best[end].missed || words.length + 1 < best[end].words.length)
          best[end] = { missed, words: [...words, run.slice(start, end)] };
      }
    }
    return best[run.length].words.length ? best[run.length].words : [run];
  };

  // 1234.5 as the pages write it: 1,234.5
  const grouped = (query) =>
    query.replace(/(?<![\d.,])\d{4,}(?=\.\d)/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));

  // The theme's engine takes of a Chinese word only what is a word of the index, 三 of 三公: with stars between its
  // characters it takes the whole.
  const starred = (word, words) =>
    [...word].some((_, end) => end && words.has(word.slice(0, end))) ? [...word].join("*") : word;

  const spaced = (query, { words, known }, sign) =>
    grouped(query).replace(/\p{sc=Han}+/gu, (run) => {
      const pieces = cut(run, known).map((word) => `${sign}${starred(word, words)}*`);
      return ` ${pieces.join(" ")} `;
    });

  // Which words an entry lacks is shown with it, without those stars.
  const unstar = (entry) => {
    const text = `${entry.title}\n${entry.text}`.replace(/<[^>]*>|\u200b/g, "");
    for (const key of Object.keys(entry.terms)) {
      const word = key.replaceAll("*", "");
      if (word === key) continue;
      delete entry.terms[key];
      entry.terms[word] = text.includes(word);
    }
  };

  class Search extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      this.loose = "";
      document.addEventListener("focusin", ({ target }) => {
        if (target.matches(FIELD)) this.start();
      });
      if (new URLSearchParams(location.search).has("q") || document.activeElement?.matches(FIELD)) this.start();
    }

    start() {
      this.started ??= this.load().catch(() => {
        this.started = undefined; // entered again, tried again
      });
    }

    async load() {
      const { base } = JSON.parse(document.getElementById("__config").textContent);
      this.base = new URL(`${base}/`, location.href);
      const answer = await fetch(new URL("search/index.json", this.base));
      if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
      const index = await answer.json();
      this.vocabulary = vocabulary(index.docs);
      this.worker = new Native(this.url);
      this.worker.addEventListener("message", ({ data }) => this.answer(data));
      this.worker.postMessage({ type: SETUP, data: { ...index, options: { suggest: false } } });
    }

    answer(data) {
      if (data.type === RESULT && this.loose && !data.data.items.length) {
        this.worker.postMessage({ type: QUERY, data: this.loose });
        this.loose = "";
        return;
      }
      if (data.type === RESULT) data.data.items.flat().forEach(unstar);
      this.dispatchEvent(new MessageEvent("message", { data }));
    }

    // From the theme: its empty index, which is not passed on, or a query.
    postMessage(message) {
      if (message.type !== QUERY) return;
      const strict = spaced(message.data, this.vocabulary, "+");
      this.loose = strict.includes("+") ? spaced(message.data, this.vocabulary, "") : "";
      this.worker.postMessage({ type: QUERY, data: strict });
      this.offer(message.data.trim());
    }

    // The same question to the finder, above the results. The theme's Enter key goes to the link whose first
    // element has the highest score.
    offer(query) {
      if (!this.link) {
        this.link = document.createElement("a");
        this.link.className = "bp-find-all";
        this.link.append(document.createElement("span"));
        this.link.firstChild.dataset.mdScore = "0";
        document.querySelector(".md-search-result__meta").after(this.link);
      }
      const asked = new URLSearchParams({ [/^\d{3,}$/.test(query) ? "code" : "text"]: query });
      this.link.href = new URL(`find/?${asked}`, this.base).href;
      this.link.hidden = !query;
      this.link.firstChild.textContent = document.documentElement.lang.startsWith("zh")
        ? `在全部数字里查找“${query}” →`
        : `Find “${query}” in all figures →`;
    }
  }

  window.Worker = function (url, options) {
    return String(url).includes("/workers/search.") ? new Search(url) : new Native(url, options);
  };
}

// A field that finds a body or a release by name, code, place or year. The names are fetched when it is first
// entered, in files of constant size; each shows its finds as soon as it is there. It is a combobox as the ARIA
// practices have it: the arrow keys go through the list, Enter takes, Escape closes.
const SHOWN = 30; // options at most
const FEW = 5; // of so few bodies every release is an option, of more the latest
const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const PHASES = {
  proposed: say("草案", "proposed"), approved: say("批准", "approved"),
  adjusted: say("调整", "adjusted"), executed: say("执行", "executed"),
};

const plain = (text) => text.normalize("NFKC").toLowerCase();

const bodyOf = ([slug, name, english, code, place, placeEnglish, releases]) => ({
  slug, name, english, code, releases,
  place: place.replaceAll("/", " "),
  placeEnglish: placeEnglish.replaceAll("/", " "),
  text: plain(`${name} ${english} ${code} ${place}${name} ${placeEnglish} ${slug}`),
});

const loaded = new Map();

/** The bodies of the site whose root is `root`, of which there are `parts` files; `each` is told of every part. */
export const bodies = (root, parts, each = () => {}) => {
  const part = async (number) => {
    const url = new URL(`${root}catalogue/bodies-${number}.json`, document.baseURI);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return (await answer.json()).map(bodyOf);
  };
  const all = Array.from({ length: parts }, (_, index) => {
    const number = index + 1;
    if (!loaded.has(number)) {
      const found = part(number);
      loaded.set(number, found);
      found.catch(() => loaded.delete(number)); // asked again, fetched again
    }
    return loaded.get(number).then((list) => {
      each();
      return list;
    });
  });
  return Promise.all(all).then((lists) => lists.flat());
};

// In how many pieces the characters of `word` stand in `text` in this order; Infinity where they do not.
const pieces = (word, text) => {
  let [from, count] = [0, 0];
  for (const sign of word) {
    const at = text.indexOf(sign, from);
    if (at < 0) return Infinity;
    if (at > from || !count) count += 1;
    from = at + sign.length;
  }
  return count;
};

// How well a body answers: 0 not at all, 4 best. A Chinese word may leave characters out: 朝阳劲松; the fewer
// the pieces, the better.
const rank = (body, words) => {
  const whole = words.join(" ");
  if (plain(body.name).startsWith(whole) || body.code.startsWith(whole)) return 4;
  if (body.text.includes(whole)) return 3;
  if (words.every((word) => body.text.includes(word))) return 2;
  const parts = words.map((word) => (body.text.includes(word) ? 1 : HAN.test(word) ? pieces(word, body.text) : Infinity));
  return words.length / parts.reduce((sum, count) => sum + count, 0);
};

const HAN = /\p{sc=Han}/u;
const YEAR = /(?<!\d)((?:19|20)\d\d)(?!\d)年?/g;

/** The bodies and years that a question names; the best answers first. */
export const find = (list, question) => {
  const asked = plain(question);
  const years = [...asked.matchAll(YEAR)].map(([, year]) => year);
  const words = asked.replace(YEAR, " ").split(/\s+/).filter(Boolean);
  const found = [];
  for (const body of list) {
    const releases = body.releases.filter(([, year]) => !years.length || years.includes(year));
    const score = releases.length ? rank(body, words) : 0;
    if (score) found.push({ body, releases, score });
  }
  return found.sort((a, b) => b.score - a.score);
};

class Picker {
  constructor(box) {
    this.box = box;
    this.ofBody = box.dataset.of === "body";
    this.field = box.querySelector('[role="combobox"]');
    this.value = box.querySelector('[type="hidden"]');
    this.list = box.querySelector('[role="listbox"]');
    this.said = box.querySelector("output");
    this.options = [];
    this.active = -1;
    this.field.addEventListener("focus", () => this.load());
    this.field.addEventListener("input", (event) => {
      if (this.value) event.stopPropagation(); // the form is asked when a body is chosen, not at every letter
      this.forget();
      this.look();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.take(this.options[Number(option.dataset.index)]);
    });
    this.field.form?.addEventListener("reset", () => {
      if (this.value) this.value.value = "";
    });
  }

  load() {
    const { root, parts } = this.box.dataset;
    return bodies(root, Number(parts), () => this.field.value && this.look()).then(
      (list) => {
        this.bodies = list;
        if (this.field.value.trim() && document.activeElement === this.field) this.look();
        return list;
      },
      () => {
        this.said.textContent = say("名录没有读到，请稍后再试。", "The names could not be read; please try again.");
      },
    );
  }

  // What was chosen before does not hold any longer.
  forget() {
    if (!this.value?.value) return;
    this.value.value = "";
    this.value.dispatchEvent(new Event("input", { bubbles: true }));
  }

  look() {
    const question = this.field.value.trim();
    if (!question || !this.bodies) {
      this.close();
      this.said.textContent = question ? say("正在读名录…", "Reading the names…") : "";
      return;
    }
    const found = find(this.bodies, question);
    const every = !this.ofBody && (found.length <= FEW || question.match(YEAR));
    this.options = found.flatMap(({ body, releases }) =>
      (every ? releases : releases.slice(0, 1)).map((release) => ({ body, release })),
    );
    const all = this.options.length;
    this.options = this.options.slice(0, SHOWN);
    this.list.replaceChildren(...this.options.map((option, index) => this.option(option, index)));
    this.list.hidden = !all;
    this.field.setAttribute("aria-expanded", String(all > 0));
    this.mark(-1);
    this.said.textContent = !all
      ? say("没有找到。", "Nothing found.")
      : all > SHOWN
        ? say(`${all.toLocaleString("en")} 个，显示前 ${SHOWN} 个；请再输入几个字。`, `${all.toLocaleString("en")}, the first ${SHOWN} shown; type on.`)
        : say(`${all} 个`, `${all} found`);
  }

  option({ body, release: [, year, phase] }, index) {
    const made = document.createElement("li");
    made.id = `${this.list.id}-${index}`;
    made.dataset.index = index;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = chinese || !body.english ? body.name : body.english;
    if (!chinese && !body.english) name.lang = "zh-Hans";
    const about = document.createElement("small");
    const place = chinese || !body.placeEnglish ? body.place : body.placeEnglish;
    const when = this.ofBody ? "" : [year && say(`${year}年`, year), PHASES[phase]].filter(Boolean).join(" ");
    about.textContent = [when, place, body.code].filter(Boolean).join(" · ");
    made.append(name, " ", about);
    return made;
  }

  mark(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    if (!option) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const open = !this.list.hidden;
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.look();
      else if (event.key === "ArrowDown") this.mark((this.active + 1) % count);
      else this.mark((this.active <= 0 ? count : this.active) - 1);
    } else if (event.key === "Enter" && open && !event.isComposing) {
      event.preventDefault();
      this.take(this.options[Math.max(this.active, 0)]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  take({ body, release: [release] }) {
    this.close();
    this.said.textContent = "";
    if (!this.ofBody) {
      location.href = new URL(`${this.box.dataset.root}${chinese ? "" : "en/"}${release}/`, document.baseURI).href;
      return;
    }
    this.show(body);
    this.value.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** A body as the one that was chosen. */
  show(body) {
    this.field.value = chinese || !body.english ? body.name : body.english;
    this.value.value = body.slug;
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

/** The pickers of the page. */
export const pickers = [...document.querySelectorAll(".bp-picker")].map((box) => new Picker(box));

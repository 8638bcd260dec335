// A branching case in place: one scene at a time, with the path that you took, a step back and a new start.
// Without this script all scenes stand below each other, with links between them.
//
// The address of a scene is its anchor (#scene-...). The path is kept in the history of the browser, so that its own
// back button takes a step back as well; a reader who arrives at an anchor starts the path there.

/** @typedef {{ scene: string, keuze: number }} Step - a scene, and the choice made there (-1 as long as there is none) */

/**
 * Bring every branching case on the page to life.
 * @param {Document} root
 */
export function start(root) {
  for (const box of root.querySelectorAll(".kw-scenes")) {
    if (box instanceof HTMLElement && !box.dataset.levend) new Story(box);
  }
}

class Story {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    box.dataset.levend = "ja";
    /** @type {Map<string, Scene>} */
    this.scenes = new Map();
    for (const section of box.querySelectorAll(".kw-scene")) {
      const scene = new Scene(/** @type {HTMLElement} */ (section), this);
      this.scenes.set(scene.id, scene);
    }
    this.first = [...this.scenes.keys()][0];
    this.trail = make("ol", "kw-weg-stappen");
    this.back = button("kw-weg-knop", "Een stap terug", () => this.stepBack());
    this.again = button("kw-weg-knop", "Opnieuw beginnen", () => this.go([{ scene: this.first, keuze: -1 }]));
    this.voice = make("p", "kw-stem");
    this.voice.setAttribute("role", "status");
    const nav = make("nav", "kw-weg");
    nav.setAttribute("aria-label", "Je weg door het verhaal");
    nav.append(this.trail, this.back, this.again);
    box.prepend(nav, this.voice);
    this.nav = nav;
    /** @type {Step[]} */
    this.path = [];
    const resume = () => box.isConnected && this.resume();
    addEventListener("popstate", resume);
    this.show(this.pathOfPage() ?? [{ scene: this.first, keuze: -1 }], false);
    if (this.sceneOfAddress()) box.scrollIntoView();
  }

  /** The id of the scene that the address names, if it names one. */
  sceneOfAddress() {
    const id = decodeURIComponent(location.hash).replace(/^#/, "");
    return this.scenes.has(id) ? id : null;
  }

  /**
   * The path that belongs to this entry in the history; a new one when only the address is known.
   * @returns {Step[] | null}
   */
  pathOfPage() {
    const kept = /** @type {Step[] | undefined} */ (history.state?.kwPad);
    if (kept?.length && kept.every((step) => this.scenes.has(step.scene))) return kept.map((step) => ({ ...step }));
    const scene = this.sceneOfAddress();
    return scene ? [{ scene, keuze: -1 }] : null;
  }

  /** Follow the browser when it goes back or forward, or to an anchor of a scene. */
  resume() {
    const path = this.pathOfPage();
    if (path) this.show(path, true);
    else if (!location.hash) this.show([{ scene: this.first, keuze: -1 }], false);
  }

  /**
   * Go to the end of a path and give it an entry in the history.
   * @param {Step[]} path
   */
  go(path) {
    history.pushState({ ...history.state, kwPad: path }, "", `#${path[path.length - 1].scene}`);
    this.show(path, true);
  }

  /**
   * Show the last scene of a path and nothing else.
   * @param {Step[]} path
   * @param {boolean} moved - whether the reader moved here; then focus and announcement follow
   */
  show(path, moved) {
    this.path = path;
    const current = path[path.length - 1];
    for (const scene of this.scenes.values()) scene.close(scene.id === current.scene);
    const scene = this.scenes.get(current.scene);
    if (current.keuze >= 0) scene?.choose(current.keuze, false);
    this.drawTrail();
    if (!moved || !scene) return;
    this.say(scene.choices.length ? `Stap ${path.length}.` : `Stap ${path.length}, een einde van het verhaal.`);
    if (this.box.getBoundingClientRect().top < 0 || scene.heading.getBoundingClientRect().bottom > innerHeight) {
      this.box.scrollIntoView();
    }
    scene.heading.focus({ preventScroll: true });
  }

  /**
   * Remember what was chosen in the current scene, in the path and in the history.
   * @param {number} keuze - number of the choice, or -1 to take it back
   */
  chosen(keuze) {
    this.path[this.path.length - 1].keuze = keuze;
    history.replaceState({ ...history.state, kwPad: this.path }, "");
    this.drawTrail();
  }

  /** Take back the choice of this scene, or go to the scene before it. */
  stepBack() {
    const current = this.path[this.path.length - 1];
    if (current.keuze >= 0) {
      this.scenes.get(current.scene)?.undo();
      return;
    }
    const before = this.path.slice(0, -1);
    if (before.length) this.go(before.map((step, at) => (at === before.length - 1 ? { ...step, keuze: -1 } : step)));
  }

  /** List the scenes of the path with what was chosen there. */
  drawTrail() {
    const items = this.path.map((step, at) => {
      const scene = this.scenes.get(step.scene);
      const item = make("li", "kw-weg-stap");
      const title = make("span", "kw-weg-titel", scene?.heading.textContent ?? "");
      item.append(title);
      if (at === this.path.length - 1) item.setAttribute("aria-current", "step");
      else if (step.keuze >= 0) item.append(make("span", "kw-weg-keuze", `Je koos: ${scene?.choices[step.keuze]?.text ?? ""}`));
      return item;
    });
    this.trail.replaceChildren(...items);
    const moved = this.path.length > 1;
    this.nav.hidden = !moved && this.path[0].scene === this.first;
    this.back.hidden = !moved;
  }

  /**
   * Tell a screen reader what happened.
   * @param {string} text
   */
  say(text) {
    this.voice.textContent = "";
    setTimeout(() => (this.voice.textContent = text), 60);
  }
}

class Scene {
  /**
   * @param {HTMLElement} section
   * @param {Story} story
   */
  constructor(section, story) {
    this.section = section;
    this.story = story;
    this.heading = /** @type {HTMLElement} */ (section.querySelector("h3, h4, h5"));
    this.heading.tabIndex = -1;
    this.id = this.heading.id;
    /** @type {Choice[]} */
    this.choices = [...section.querySelectorAll(".kw-keuze")].map(
      (element, number) => new Choice(/** @type {HTMLElement} */ (element), number, this),
    );
    for (const link of section.querySelectorAll(":scope > p > a.kw-verder-link")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        story.again.click();
      });
    }
  }

  /**
   * Back to how the scene is before a choice; hidden or not.
   * @param {boolean} visible
   */
  close(visible) {
    this.section.hidden = !visible;
    for (const choice of this.choices) choice.reset();
  }

  /**
   * Show what a choice brings about, and put the other choices away.
   * @param {number} number
   * @param {boolean} moved - whether the reader chose just now
   */
  choose(number, moved) {
    for (const choice of this.choices) choice.pick(choice.number === number);
    if (!moved) return;
    this.story.chosen(number);
    this.story.say("Je hebt gekozen. Hierna staat wat er gebeurt.");
    this.choices[number]?.result.focus();
  }

  /** Take the choice back. */
  undo() {
    const picked = this.choices.find((choice) => choice.picked);
    for (const choice of this.choices) choice.reset();
    this.story.chosen(-1);
    this.story.say("Je kunt opnieuw kiezen.");
    picked?.button.focus();
  }
}

class Choice {
  /**
   * @param {HTMLElement} element
   * @param {number} number
   * @param {Scene} scene
   */
  constructor(element, number, scene) {
    this.element = element;
    this.number = number;
    this.picked = false;
    const said = /** @type {HTMLElement} */ (element.querySelector("p"));
    said.querySelector("strong")?.remove();
    for (const link of said.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    this.text = (said.textContent ?? "").trim();
    this.result = make("div", "kw-gevolg");
    this.result.tabIndex = -1;
    this.result.setAttribute("role", "group");
    this.result.setAttribute("aria-label", "Wat er gebeurt");
    this.result.append(...[...element.children].filter((child) => child !== said));
    this.button = button("kw-keuze-knop", "", () => scene.choose(number, true));
    this.button.append(...said.childNodes);
    said.replaceWith(this.button);
    const other = button("kw-weg-knop", "Toch iets anders kiezen", () => scene.undo());
    const next = this.result.querySelector("a.kw-verder-link");
    next?.addEventListener("click", (event) => {
      event.preventDefault();
      scene.story.go([...scene.story.path, { scene: (next.getAttribute("href") ?? "").replace(/^.*#/, ""), keuze: -1 }]);
    });
    (next?.parentElement ?? this.result).append(other);
    element.append(this.result);
    this.reset();
  }

  /** As it was: a choice to make. */
  reset() {
    this.picked = false;
    this.element.hidden = false;
    this.result.hidden = true;
    this.button.disabled = false;
    this.element.classList.remove("kw-keuze--gekozen");
  }

  /** @param {boolean} picked */
  pick(picked) {
    this.picked = picked;
    this.element.hidden = !picked;
    this.result.hidden = !picked;
    this.button.disabled = picked;
    this.element.classList.toggle("kw-keuze--gekozen", picked);
  }
}

/**
 * @param {string} tag
 * @param {string} name - class
 * @param {string} [text]
 */
function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/**
 * @param {string} name - class
 * @param {string} text
 * @param {() => void} act
 */
function button(name, text, act) {
  const element = /** @type {HTMLButtonElement} */ (make("button", name, text));
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

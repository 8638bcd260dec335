// A branching case in place: one scene at a time, with the path that you took, a step back and a new start.
// Without this script all scenes stand below each other, with links between them.
//
// The address of a scene is its anchor (#scene-...). The path is kept in the history of the browser, so that its own
// back button takes a step back as well; a reader who arrives at an anchor starts the path there.

import { button, fill, make } from "./dom.js";

/** @typedef {{ scene: string, keuze: number }} Step - a scene, and the choice made there (-1 as long as there is none) */

/** @param {HTMLElement} box */
export function scenes(box) {
  const sections = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".kw-scene")]);
  const scenes = new Map(sections.map((section) => {
    const heading = /** @type {HTMLElement} */ (section.querySelector("h3, h4, h5"));
    heading.tabIndex = -1;
    const choices = /** @type {HTMLElement[]} */ ([...section.querySelectorAll(".kw-keuze")]).map((one, number) => choice(one, () => choose(number), undo));
    return [heading.id, { section, heading, choices }];
  }));
  const trail = make("ol.kw-weg-stappen");
  const back = button("Een stap terug", stepBack, "kw-weg-knop");
  const nav = make("nav.kw-weg", { "aria-label": "Je weg door het verhaal" }, trail, back, button("Opnieuw beginnen", () => go(beginning()), "kw-weg-knop"));
  const voice = make("p.kw-stem", { role: "status" });
  let path = pathOfPage() ?? beginning();
  box.prepend(nav, voice);
  box.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest("a.kw-verder-link");
    if (!link) return;
    event.preventDefault();
    go(link.closest(".kw-keuze") ? [...path, { scene: idIn(/** @type {HTMLAnchorElement} */ (link).hash), keuze: -1 }] : beginning());
  });
  addEventListener("popstate", () => box.isConnected && resume());
  draw();
  if (scenes.has(idIn(location.hash))) box.scrollIntoView();

  /** @returns {Step[]} */
  function beginning() {
    return [{ scene: [...scenes.keys()][0], keuze: -1 }];
  }

  /** Where the reader is. */
  function here() {
    const step = path[path.length - 1];
    return { step, .../** @type {NonNullable<ReturnType<typeof scenes.get>>} */ (scenes.get(step.scene)) };
  }

  /**
   * The path that belongs to this entry in the history; a new one when only the address is known.
   * @returns {Step[] | null}
   */
  function pathOfPage() {
    const kept = /** @type {Step[] | undefined} */ (history.state?.kwPad);
    if (kept?.length && kept.every((step) => scenes.has(step.scene))) return kept;
    const scene = idIn(location.hash);
    return scenes.has(scene) ? [{ scene, keuze: -1 }] : null;
  }

  /** Follow the browser when it goes back or forward, or to an anchor of a scene. */
  function resume() {
    const known = pathOfPage();
    if (!known && location.hash) return;
    path = known ?? beginning();
    draw();
    if (known) arrive();
  }

  /**
   * Go to the end of a path and give it an entry in the history.
   * @param {Step[]} next
   */
  function go(next) {
    path = next;
    history.pushState({ ...history.state, kwPad: path }, "", `#${here().step.scene}`);
    draw();
    arrive();
  }

  /** Tell where the reader came, and go there. */
  function arrive() {
    const { heading, choices } = here();
    say(`Stap ${path.length}${choices.length ? "" : ", een einde van het verhaal"}.`);
    if (box.getBoundingClientRect().top < 0 || heading.getBoundingClientRect().bottom > innerHeight) box.scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  /**
   * Show what a choice brings about, and put the other choices away; in the path and in the history as well.
   * @param {number} keuze - number of the choice, or -1 to take it back
   */
  function set(keuze) {
    here().step.keuze = keuze;
    history.replaceState({ ...history.state, kwPad: path }, "");
    draw();
  }

  /** @param {number} number */
  function choose(number) {
    set(number);
    say("Je hebt gekozen. Hierna staat wat er gebeurt.");
    here().choices[number].result.focus();
  }

  /** Take the choice back. */
  function undo() {
    const { step, choices } = here();
    const picked = choices[step.keuze];
    set(-1);
    say("Je kunt opnieuw kiezen.");
    picked.opener.focus();
  }

  /** Take back the choice of this scene, or go to the scene before it. */
  function stepBack() {
    if (here().step.keuze >= 0) return undo();
    const before = path.slice(0, -1);
    if (before.length) go([...before.slice(0, -1), { ...before[before.length - 1], keuze: -1 }]);
  }

  /** Show the last scene of the path and nothing else, and list the path with what was chosen. */
  function draw() {
    const { step: current, section: shown } = here();
    for (const { section, choices } of scenes.values()) {
      section.hidden = section !== shown;
      choices.forEach(({ element, opener, result }, at) => {
        const picked = !section.hidden && at === current.keuze;
        element.hidden = !section.hidden && current.keuze >= 0 && !picked;
        result.hidden = !picked;
        opener.disabled = picked;
      });
    }
    fill(trail, path.map((step) => {
      const scene = scenes.get(step.scene);
      return make(
        "li.kw-weg-stap",
        { "aria-current": step === current && "step" },
        make("span.kw-weg-titel", scene?.heading.textContent),
        step !== current && step.keuze >= 0 && make("span.kw-weg-keuze", `Je koos: ${scene?.choices[step.keuze]?.text ?? ""}`),
      );
    }));
    const moved = path.length > 1;
    nav.hidden = !moved && shown === sections[0];
    back.hidden = !moved;
  }

  /**
   * Tell a screen reader what happened.
   * @param {string} text
   */
  function say(text) {
    voice.textContent = "";
    setTimeout(() => (voice.textContent = text), 60);
  }
}

/**
 * A choice: a button, and behind it what happens then.
 * @param {HTMLElement} element
 * @param {() => void} choose
 * @param {() => void} undo
 */
function choice(element, choose, undo) {
  const said = /** @type {HTMLElement} */ (element.querySelector("p"));
  said.querySelector("strong")?.remove();
  for (const link of said.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const opener = button("", choose, "kw-keuze-knop");
  opener.append(...said.childNodes);
  said.remove();
  const result = make("div.kw-gevolg", { tabindex: -1, role: "group", "aria-label": "Wat er gebeurt" }, [...element.children]);
  (result.querySelector("a.kw-verder-link")?.parentElement ?? result).append(button("Toch iets anders kiezen", undo, "kw-weg-knop"));
  element.append(opener, result);
  return { element, opener, result, text: opener.textContent?.trim() };
}

/** @param {string} hash - of an address */
function idIn(hash) {
  return decodeURIComponent(hash.slice(1));
}

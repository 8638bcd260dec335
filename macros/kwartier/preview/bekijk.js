// Renews the page of a preview when it has changed, and keeps count of what is wrong.

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-wacht]"));
const { wacht = "", pagina = "", merk = "", fouten = "0" } = script.dataset;
const line = /** @type {HTMLElement} */ (document.querySelector(".kw-bekijk"));
let known = fouten;

/** Ask the server to say when something is new; it answers at once when it already is. */
async function follow() {
  const question = new URLSearchParams({ pagina, merk, fouten: known });
  const answer = await fetch(`${wacht}?${question}`);
  const news = await answer.json();
  if (news.merk !== merk) {
    location.reload();
    return;
  }
  known = String(news.fouten);
  line.hidden = news.fouten === 0;
  /** @type {HTMLElement} */ (line.firstElementChild).textContent = news.tekst;
  follow().catch(again);
}

/** The server is away for a moment, or was stopped. */
function again() {
  setTimeout(() => follow().catch(again), 1000);
}

follow().catch(again);

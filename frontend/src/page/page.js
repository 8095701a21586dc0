// Page: a studio with a heading and a switch for the theme, in one file. Nothing here asks anything of a
// host: the networks come with the page.

/** @import { ModelSettings } from "./page_networks.js" */

import { make } from "../elements.js";
import { Wording } from "../reading/wording.js";
import { chooseTexts } from "../texts/texts.js";
import { openNetworks } from "./page_networks.js";
import { Studio } from "./studio.js";
import { ThemeSwitch } from "./theme.js";

/**
 * @typedef {object} Settings - written by `digit-widgets export page`
 * @property {string | null} title
 * @property {string | null} language - null for the browser's
 * @property {number} threshold
 * @property {boolean} isSite
 * @property {string} icon - as SVG
 * @property {ModelSettings[]} models
 */

/**
 * Build the page, and open its networks.
 * @param {Settings} settings
 * @param {HTMLElement} element
 */
async function openPage(settings, element) {
  const wording = new Wording(chooseTexts(settings.language));
  const texts = wording.texts.page;
  document.documentElement.lang = wording.texts.language;
  // Within another page, that one has a heading and a theme.
  document.documentElement.classList.toggle("embedded", window.self !== window.top);
  const header = make("header", "page-header");
  const name = make("span", "brand");
  name.innerHTML = `${settings.icon} Digit Widgets`;
  name.firstElementChild?.setAttribute("aria-hidden", "true");
  const theme = make("button", "", { type: "button", title: texts.switchTheme });
  new ThemeSwitch(theme, (other) => texts[other]);
  header.append(name, theme);
  const heading = make("h1", "");
  heading.textContent = settings.title ?? texts.heading;
  const message = make("div", "digit-widgets-message");
  const problem = make("div", "", { role: "alert" });
  message.append(problem);
  const main = make("main", "");
  main.append(heading, message);
  const studio = new Studio(main, wording);
  const footer = make("footer", "");
  footer.textContent = texts.private;
  element.append(header, main, footer);
  const { networks, problems } = await openNetworks(settings.models, settings.threshold, wording);
  problem.textContent = problems.join(" ");
  if (networks.length) studio.open(networks);
  else studio.tabs.remove();
}

const text = document.getElementById("settings")?.textContent ?? "";
/** @type {Settings} */
const settings = JSON.parse(text);
openPage(settings, /** @type {HTMLElement} */ (document.getElementById("page")));
// Not from a folder: there is no service worker for a file.
if (settings.isSite) navigator.serviceWorker?.register("service_worker.js");

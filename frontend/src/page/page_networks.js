// Page networks: those that come in the page, unpacked, opened and checked.

/** @import { Wording } from "../reading/wording.js" */

import { openNetwork } from "../reading/network.js";
import { Recognizer } from "../reading/recognizer.js";
import { tellError } from "../texts/told_error.js";
import { unpackModel } from "./packed_model.js";

/**
 * @typedef {object} ModelSettings
 * @property {string} id - of the element that has it
 * @property {string} name
 * @property {number | null} parameters - without those of its scorer; null if nobody says
 * @property {number | null} accuracy - share of MNIST's test images that it reads
 */

/**
 * @typedef {object} PageNetwork
 * @property {string} name
 * @property {string} facts - in words
 * @property {Recognizer} recognizer
 * @property {ReturnType<typeof openNetwork>} network
 */

/** @type {Map<string, Promise<ReturnType<typeof openNetwork>>>} */
const opened = new Map(); // by the element's id: pads of one page share them

/** @param {string} id - of the element that has a model */
function openOnce(id) {
  const known = opened.get(id);
  if (known) return known;
  const opening = unpackModel(document.getElementById(id)?.textContent ?? "").then(openNetwork);
  opened.set(id, opening);
  return opening;
}

/**
 * Open networks that come in the page. One that cannot be used does not keep the others from it.
 * @param {ModelSettings[]} models
 * @param {number} threshold
 * @param {Wording} wording
 * @returns {Promise<{ networks: PageNetwork[], problems: string[] }>}
 */
export async function openNetworks(models, threshold, wording) {
  const { page } = wording.texts;
  /** @type {PageNetwork[]} */
  const networks = [];
  const problems = [];
  for (const { id, name, parameters, accuracy } of models) {
    try {
      const network = await openOnce(id);
      const { kilobytes } = network.facts;
      const size = page.facts(parameters ?? network.facts.parameters, kilobytes);
      const facts = size + (accuracy === null ? "" : page.accuracy(accuracy));
      networks.push({ name, facts, network, recognizer: new Recognizer(network, { threshold }) });
    } catch (error) {
      problems.push(page.refused(name, tellError(error, wording.texts.problems)));
    }
  }
  return { networks, problems };
}

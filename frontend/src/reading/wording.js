// Wording: a prediction in words, by the rules of digit_widgets/recognition/wording.py, in the
// language of some texts. One prediction reads the same in headline, bars and speech.

/** @import { LeftOut, Prediction } from "./prediction.js" */
/** @import { en } from "../texts/en.js" */
/** @typedef {typeof en} Texts */

/**
 * A line of a headline: the label, its share, or the rest, such as what to do.
 * @typedef {{ part: "label" | "share" | "rejected" | "rest" | "dot", words: string }} Line
 */

/**
 * What a meter of a score says: beside it, as its value for screen readers, and as its title.
 * @typedef {{ heading: string, words: string, spoken: string, title: string }} Meter
 */

import { confidence, LABELS, rank } from "./prediction.js";

export class Wording {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
  }

  /**
   * Format a probability or a score in whole percent: ">99%", "97%", "<1%". Even 1 is no certainty,
   * but a network's rounding.
   * @param {number} share - in 0..1
   */
  percent(share) {
    const { underOne, percent, overMost } = this.texts;
    return formatPercent(share, underOne, percent, overMost);
  }

  /** @param {number} share */
  spokenPercent(share) {
    const { spokenUnderOne, spokenPercent, spokenOverMost } = this.texts;
    return formatPercent(share, spokenUnderOne, spokenPercent, spokenOverMost);
  }

  /**
   * Return how much a drawing looks like a digit: "looks like a digit: 54%".
   * @param {number} score - in 0..1
   */
  likeness(score) {
    return `${this.texts.likeness}: ${this.percent(score)}`;
  }

  /** @param {number} score */
  spokenLikeness(score) {
    return `${this.texts.likeness}, ${this.spokenPercent(score)}`;
  }

  /**
   * Return what was left out: "left out: 2 dots, 1 line"; "" if nothing was.
   * @param {LeftOut[]} kinds
   */
  leftOut(kinds) {
    const parts = [...new Set(kinds)].map((kind) =>
      this.texts.part(kind, kinds.filter((each) => each === kind).length),
    );
    return parts.length ? this.texts.leftOut(parts.join(", ")) : "";
  }

  /**
   * Return the label, or the words in its place: "not a digit", "nothing drawn" ...
   * @param {Prediction} prediction
   * @returns {string}
   */
  answer({ label, reason, dot }) {
    const { texts } = this;
    if (label !== null) return label;
    if (reason === "blank") return dot ? texts.oneDot : texts.nothing;
    if (reason === "sign" || reason === "unclear") return texts[reason];
    return reason === "not a digit" ? texts.rejected : texts.failed;
  }

  /**
   * Return a prediction in one line: "7, 97% (then 1, 3%); looks like a digit: 98%".
   * @param {Prediction} prediction
   */
  describe(prediction) {
    const { label, reason, probabilities, score, leftOut } = prediction;
    const [[first, share], [second, rest]] = rank(probabilities);
    let told = this.answer(prediction);
    if (reason === "not a digit") told += ` (${this.texts.nearest(first)})`;
    if (label !== null) {
      told += `, ${this.percent(share)} (${this.texts.runnerUp(second, this.percent(rest))})`;
    }
    return join(told, score === null ? "" : this.likeness(score), this.leftOut(leftOut));
  }

  /**
   * Return a prediction for screen readers: "7, 96 percent; then 1, 3 percent".
   * @param {Prediction} prediction
   */
  speak(prediction) {
    const { label, reason, probabilities, score, leftOut } = prediction;
    const [[first, share], [second, rest]] = rank(probabilities);
    const isRejected = reason === "not a digit";
    const told =
      label === null
        ? [sentence(this.answer(prediction)), isRejected ? this.texts.nearest(first) : ""]
        : [
            `${first}, ${this.spokenPercent(share)}`,
            this.texts.runnerUp(second, this.spokenPercent(rest)),
          ];
    return join(...told, score === null ? "" : this.spokenLikeness(score), this.leftOut(leftOut));
  }

  /**
   * Return the lines of a headline; the meter of the score stands before what was left out.
   * @param {Prediction} prediction
   * @returns {Line[]}
   */
  headline(prediction) {
    const { label, reason, probabilities, dot, leftOut } = prediction;
    const [[first, share], [second, rest]] = rank(probabilities);
    const answer = sentence(this.answer(prediction));
    /** @type {Line[]} */
    const lines = [];
    if (label !== null) {
      lines.push({ part: "label", words: label }, { part: "share", words: this.percent(share) });
      lines.push({ part: "rest", words: this.texts.runnerUp(second, this.percent(rest)) });
    } else if (reason === "not a digit") {
      lines.push({ part: "rejected", words: answer });
      lines.push({ part: "rest", words: `${sentence(this.texts.nearest(first))}.` });
    } else if (reason === "blank") {
      // An empty pad is not described in words.
      lines.push({ part: "rest", words: this.texts.invitation });
      if (dot) lines.push({ part: "dot", words: answer });
    } else {
      lines.push({ part: "rest", words: answer });
    }
    const left = this.leftOut(leftOut);
    return left ? [...lines, { part: "rest", words: `${sentence(left)}.` }] : lines;
  }

  /**
   * Return the words of the meter of a score, with a mark at the threshold; at 0 there is none.
   * @param {number} score
   * @param {number} threshold
   * @returns {Meter}
   */
  meter(score, threshold) {
    const { texts } = this;
    const heading = sentence(texts.likeness);
    const [words, spoken] = [sentence(this.likeness(score)), this.spokenPercent(score)];
    if (!threshold) return { heading, words, spoken, title: heading };
    return {
      heading,
      words,
      spoken: join(spoken, texts.threshold(this.spokenPercent(threshold))),
      title: texts.thresholdMark(this.percent(threshold)),
    };
  }

  /**
   * Return bars for screen readers, the longest first: "7, 96 percent; the others less".
   * @param {Prediction} prediction
   */
  speakChart({ reason, probabilities }) {
    const { texts } = this;
    const written = rank(probabilities)
      .filter(([, share]) => roundPercent(share) >= 1)
      .map(([label, share]) => `${label}, ${this.spokenPercent(share)}`);
    if (!written.length) return texts.noProbabilities;
    const isRejected = reason === "not a digit";
    const whose = isRejected ? texts.probabilitiesIfDigit : texts.probabilities;
    return `${whose}: ${join(...written, written.length < LABELS.length ? texts.othersLess : "")}`;
  }

  /**
   * Return a line on whether several networks agree.
   * @param {Record<string, Prediction>} predictions - by the networks' names
   */
  agreement(predictions) {
    const { texts } = this;
    const pairs = Object.entries(predictions);
    if (pairs.some(([, each]) => each.reason === "blank")) return texts.invitation;
    const read = pairs.flatMap(([name, { label }]) => (label === null ? [] : [{ name, label }]));
    if (new Set(read.map(({ label }) => label)).size > 1) {
      return texts.disagree(read.map(({ name, label }) => `${name} ${label}`).join(", "));
    }
    if (read.length === pairs.length && read.length > 1) return texts.allRead(read[0].label);
    if (pairs.length > 1 && pairs.every(([, each]) => each.reason === "not a digit")) {
      return texts.allRejected;
    }
    const told = pairs
      .filter(([, each]) => each.reason !== "failed")
      .map(([name, each]) =>
        each.label === null ? `${name}: ${this.answer(each)}` : texts.reads(name, each.label),
      );
    return told.join(", ") || sentence(texts.failed);
  }

  /**
   * Return several networks' predictions for screen readers.
   * @param {Record<string, Prediction>} predictions - by the networks' names
   */
  speakComparison(predictions) {
    const blank = Object.values(predictions).find((each) => each.reason === "blank");
    if (blank) return sentence(this.answer(blank));
    const told = Object.entries(predictions).map(([name, each]) => {
      const share = each.label === null ? "" : `, ${this.spokenPercent(confidence(each))}`;
      return `${name}: ${this.answer(each)}${share}`;
    });
    return join(...told);
  }
}

/**
 * Capitalise the first letter, and leave the rest unchanged.
 * @param {string} words
 */
export const sentence = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);

/**
 * Join the parts that are not empty.
 * @param {string[]} parts
 */
export const join = (...parts) => parts.filter(Boolean).join("; ");

/** @type {(share: number, under: string, within: (share: number) => string, over: string) => string} */
function formatPercent(share, under, within, over) {
  const whole = roundPercent(share);
  if (whole < 1) return under;
  return whole > 99 ? over : within(whole);
}

/**
 * Round to whole percent, halves upwards.
 * @param {number} share
 */
const roundPercent = (share) => Math.floor(100 * share + 0.5);

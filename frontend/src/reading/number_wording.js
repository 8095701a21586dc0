// Number wording: a number in words, by the rules of digit_widgets/recognition/number_reading.py.

/** @import { NumberReading } from "./numbers.js" */
/** @import { Wording } from "./wording.js" */

import { lowestScore, numberConfidence, numberText } from "./numbers.js";
import { confidence } from "./prediction.js";
import { join, sentence } from "./wording.js";

/**
 * Return the text of a number, or the words for a blank: "nothing drawn", "only a dot".
 * @param {Wording} wording
 * @param {NumberReading} reading
 * @returns {string}
 */
export function numberAnswer({ texts }, reading) {
  if (reading.glyphs.length) return numberText(reading);
  if (!reading.dots) return texts.nothing;
  return reading.dots === 1 ? texts.oneDot : texts.onlyDots;
}

/**
 * Return a number in one line: "2026, 91%; the least looks like a digit: 54%".
 * @param {Wording} wording
 * @param {NumberReading} reading
 */
export function describeNumber(wording, reading) {
  const answer = numberAnswer(wording, reading);
  if (!reading.glyphs.length) return answer;
  const score = lowestScore(reading);
  return join(
    `${answer}, ${wording.percent(numberConfidence(reading))}`,
    score === null ? "" : ofLeast(wording, reading, wording.likeness(score)),
    wording.leftOut(reading.leftOut),
  );
}

/**
 * Return a number for screen readers: "2026; 4 digits, the least sure 91 percent".
 * @param {Wording} wording
 * @param {NumberReading} reading
 */
export function speakNumber(wording, reading) {
  const { texts } = wording;
  const { glyphs, leftOut } = reading;
  if (!glyphs.length) return sentence(numberAnswer(wording, reading));
  const read = glyphs.filter(({ prediction }) => prediction.label !== null);
  const unread = glyphs.filter(({ sign, prediction }) => !sign && prediction.label === null);
  // The lowest score also explains why some glyphs are rejected.
  const score = lowestScore(reading);
  const likeness = score === null ? "" : wording.spokenLikeness(score);
  const ending = [ofLeast(wording, reading, likeness), wording.leftOut(leftOut)];
  if (!read.length) {
    const isOne = unread.length === 1;
    const answer = isOne
      ? sentence(wording.answer(unread[0].prediction))
      : texts.shapes(unread.length);
    return join(answer, ...ending);
  }
  const rejected = unread.filter(({ prediction }) => prediction.reason === "not a digit").length;
  const unclear = unread.length - rejected;
  const rows = glyphs[glyphs.length - 1].row + 1;
  const least = Math.min(...read.map(({ prediction }) => confidence(prediction)));
  const share = wording.spokenPercent(least);
  const parts = [
    texts.digits(read.length),
    // Many voices leave out question marks, and signs.
    rejected ? texts.rejectedGlyphs(rejected) : "",
    unclear ? texts.unclearGlyphs(unclear) : "",
    ...glyphs.map(({ sign }) => (sign ? texts.signs[sign] : "")),
    rows > 1 ? texts.rows(rows) : "",
    read.length > 1 ? texts.leastSure(share) : share,
  ];
  const number = numberText(reading).replaceAll("\n", texts.above);
  return join(number, parts.filter(Boolean).join(", "), ...ending);
}

/** @type {(wording: Wording, reading: NumberReading, likeness: string) => string} */
const ofLeast = ({ texts }, { glyphs }, likeness) =>
  likeness && glyphs.length > 1 ? texts.least(likeness) : likeness;

// Deutsche Texte dessen, was mit der Datei eines Modells oder mit einer Zeichnung nicht stimmt.

/** @import { Problems } from "./en_problems.js" */

/** @param {number} count */
const words = (count) => count.toLocaleString("de-DE");

/** @type {(name: string, what: string) => string} */
const has = (name, what) => `${name} im Modell hat ${what}: Das ist hier nicht bekannt.`;

/** @type {Problems} */
export const deProblems = {
  notAModel: () => "Das ist kein LiteRT-Modell, keine .tflite-Datei.",
  damagedFile: () => "Die Datei ist beschädigt: Sie verweist auf Stellen außerhalb ihrer selbst.",
  damagedPage: () =>
    "Die Seite ist beschädigt, oder dieser Browser kann sie nicht ausführen: Besorge sie neu, oder " +
    "nimm einen anderen Browser.",
  longList: (count, most) =>
    `Die Datei hat Listen mit ${count} Teilen; gelesen werden höchstens ${most}.`,
  formatVersion: (version, known) =>
    `Die Datei hat Version ${version} ihres Formats; gelesen wird ${known}.`,
  graphs: (count) => `Die Datei hat ${count} Graphen; gelesen wird einer.`,
  noTensor: (number) => `In der Datei gibt es keinen Tensor ${number}.`,
  noBuffer: (number) => `In der Datei gibt es keinen Puffer ${number}.`,
  noOperator: (number) => `In der Datei gibt es keine Operatorart ${number}.`,
  tensorShape: (shape) => `Ein Tensor hat die Form ${shape}, die nicht gelesen wird.`,
  variable: () => "Veränderliche oder dünn besetzte Tensoren werden nicht gelesen.",
  quantised: (type) => `Das Modell ist quantisiert (${type}): Gelesen wird hier nur float32.`,
  outside: () => "Gewichte außerhalb der Tabellen werden nicht gelesen.",
  tooLarge: () => "Das Modell ist zu groß für eine Seite.",
  weightsNotFinite: () =>
    "Das Modell hat Gewichte, die keine endlichen Zahlen sind: Trainiere es neu.",
  resultsNotFinite: () => "Das Modell gibt Zahlen aus, die nicht endlich sind: Trainiere es neu.",
  inputs: (count) => `Das Modell nimmt ${count} Eingaben: Gib eines mit einer.`,
  input: (type, shape, known) =>
    `Das Modell nimmt ${type} der Form ${shape}: Gib eines, das ein Bild von 28×28 als FLOAT32 ` +
    `nimmt, ${known}.`,
  outputs: (sizes) =>
    `Das Modell gibt ${sizes.join(" und ") || "keine"} Zahlen aus: Gib eines mit 10 ` +
    "Wahrscheinlichkeiten und, wenn es einen hat, einem Wert dafür, dass es eine Ziffer ist.",
  probabilitiesEnd: () =>
    "Die Wahrscheinlichkeiten des Modells müssen aus einem Softmax kommen, oder ein Mittel mehrerer " +
    "sein: Lass es damit enden.",
  scoreEnd: () =>
    "Der Wert dafür, dass es eine Ziffer ist, muss aus einem Sigmoid kommen, oder ein Mittel mehrerer " +
    "sein: Lass das Modell damit enden.",
  operator: (code, known) =>
    `Das Modell hat einen Operator, der hier nicht bekannt ist, Nummer ${code} des Formats: Bekannt ` +
    `sind ${known}.`,
  version: (name, version) => has(name, `Version ${version}`),
  options: (name, type) => has(name, `Optionen eines anderen Operators, Art ${type}`),
  results: (name, count) => has(name, `${count} Ausgaben`),
  activation: (name, activation) => has(name, `die Aktivierung ${activation}`),
  notComputed: (name) => has(name, "eine Eingabe, die zuvor nichts berechnet hat"),
  weightShape: (name, shape) => has(name, `Gewichte der Form ${shape}`),
  factors: (name, shape) => has(name, `Faktoren der Form ${shape}, nicht einen`),
  noWeights: (name) => has(name, "Gewichte, die nicht in der Datei sind"),
  weightType: (name, type) => has(name, `Gewichte der Art ${type} und nicht FLOAT32`),
  changingShape: (name) => has(name, "eine Form, die davon abhängt, was gelesen wird"),
  bytes: (name, count, shape) => has(name, `${count} Bytes für eine Form von ${shape}`),
  resultType: (name, type) => has(name, `Ergebnisse der Art ${type} und nicht FLOAT32`),
  resultShape: (name, stated, computed) =>
    has(name, `ein Ergebnis der Form ${stated} für ${computed}`),
  otherResult: (name) => has(name, "ein anderes Ergebnis als seine Form"),
  sameResult: (name) => has(name, "ein Ergebnis, das auch ein anderer gibt"),
  dilation: (name, dilation) => has(name, `eine Dilatation von ${dilation}`),
  channels: (name, count, given) => has(name, `Gewichte für ${count} Kanäle von ${given}`),
  weightCount: (name, count, given) => has(name, `Gewichte für ${count} Eingaben von ${given}`),
  shuffled: (name) => has(name, "umgeordnete Gewichte"),
  unlikeShapes: (name, one, other) => has(name, `Eingaben ungleicher Form, ${one} und ${other}`),
  inputShape: (name, shape) => has(name, `eine Eingabe der Form ${shape}`),
  beta: (name, beta) => has(name, `ein Beta von ${beta}`),
  severalSides: (name) => has(name, "mehr als eine Seite einer Form"),
  axis: (name) => has(name, "eine andere Achse als 0"),
  biases: (name, count, outputs) => has(name, `${count} Bias-Werte für ${outputs} Ausgaben`),
  padding: (name, padding) => has(name, `den Rand ${padding}`),
  windowStep: (name, size, step) => has(name, `ein Fenster von ${size} in Schritten von ${step}`),
  windowSize: (name, size, image) => has(name, `ein Fenster von ${size} auf ${image}`),
  manyStrokes: (most, count) =>
    `Eine Zeichnung hat höchstens ${words(most)} Striche, diese hat ${words(count)}. Lösche sie, oder teile sie auf.`,
  manyPoints: (most, count) =>
    `Eine Zeichnung hat höchstens ${words(most)} Punkte, diese hat ${words(count)}. Lösche sie, oder nimm weniger ` +
    "Punkte.",
  notJson: () => "Das ist keine Zeichnung als JSON.",
  notInk: (format) => `Eine Zeichnung als JSON ist ein Objekt mit "format": "${format}".`,
  noStrokes: () =>
    'Die "strokes" einer Zeichnung sind eine Liste von {"width": ..., "points": ...}.',
};

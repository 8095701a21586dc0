// Deutsche Texte der Lesungen: Wörter anstelle einer Ziffer so, wie sie mitten im Satz stehen.

/** @import { en } from "./en.js" */

import { formatNumber } from "./numbers.js";

/** @type {Record<"dot" | "line", [one: string, several: string]>} */
const PARTS = { dot: ["Punkt", "Punkte"], line: ["Linie", "Linien"] };

/** @type {typeof en} */
export const de = {
  language: "de",
  tools: {
    bar: "Zeichenwerkzeuge",
    pen: ["Stift", "Stift: zeichnen"],
    eraser: ["Radierer", "Radierer: Teile von Strichen löschen"],
    strokeEraser: ["Strichradierer", "Strichradierer: ganze Striche löschen"],
    undo: ["Rückgängig", "Rückgängig (Strg+Z)"],
    redo: ["Wiederholen", "Wiederholen (Umschalt+Strg+Z)"],
    reset: ["Löschen", "Löschen: die Zeichnung verwerfen (Entf). Rückgängig bringt sie wieder"],
    image: ["Bild", "Bild: eine PNG- oder JPEG-Datei lesen"],
    camera: ["Kamera", "Kamera: ein Foto lesen"],
    download: ["Herunterladen", "Die Zeichnung herunterladen"],
    copy: ["28×28 kopieren", "Das Bild von 28×28 kopieren"],
    formats: { png: "Bild (PNG)", svg: "Vektoren (SVG)", json: "Striche (JSON)" },
    copied: "Kopiert",
    notCopied:
      "Der Browser lässt diese Seite nicht kopieren: Das Bild ist stattdessen heruntergeladen",
    penWidth: "Stiftbreite",
    eraserWidth: "Radiererbreite",
  },
  invitation: "Zeichne eine Ziffer",
  nothing: "nichts gezeichnet",
  oneDot: "nur ein Punkt",
  onlyDots: "nur Punkte",
  rejected: "keine Ziffer",
  failed: "nicht gelesen",
  sign: "ein Zeichen",
  unclear: "unklar",
  likeness: "sieht wie eine Ziffer aus",
  percent: (share) => `${share}\u00a0%`,
  underOne: "unter 1\u00a0%",
  overMost: "über 99\u00a0%",
  spokenPercent: (share) => `${share} Prozent`,
  spokenUnderOne: "unter 1 Prozent",
  spokenOverMost: "über 99 Prozent",
  runnerUp: (label, share) => `dann ${label}, ${share}`,
  nearest: (label) => `am nächsten kommt ${label}`,
  thresholdMark: (share) => `Die Marke: unter ${share} ist es keine Ziffer`,
  threshold: (share) => `unter ${share} ist es keine Ziffer`,
  part: (kind, count) => `${count} ${PARTS[kind][count > 1 ? 1 : 0]}`,
  leftOut: (parts) => `weggelassen: ${parts}`,
  probabilities: "Wahrscheinlichkeiten",
  probabilitiesIfDigit: "Wahrscheinlichkeiten für etwas, das keine Ziffer ist",
  noProbabilities: "Wahrscheinlichkeiten: noch keine",
  othersLess: "die anderen weniger",
  shapes: (count) => `${count} Formen, keine davon eine Ziffer`,
  digits: (count) => (count > 1 ? `${count} Ziffern` : "1 Ziffer"),
  rejectedGlyphs: (count) => `${count} ${count > 1 ? "Formen" : "Form"} keine Ziffer`,
  unclearGlyphs: (count) => `${count} unklar`,
  signs: { ".": "ein Punkt", ",": "ein Komma", "-": "ein Minus", "/": "ein Schrägstrich" },
  rows: (count) => `in ${count} Zeilen`,
  above: " über ",
  leastSure: (share) => `die unsicherste ${share}`,
  least: (likeness) => `die schwächste ${likeness}`,
  changes: (times) =>
    times
      ? `Die Antwort änderte sich ${["", "einmal", "zweimal"][times] ?? `${times}-mal`}`
      : "Die Antwort änderte sich nie",
  until: (answer, point, stroke) =>
    `${answer} bis Punkt ${point}${stroke === null ? "" : ` von Strich ${stroke}`}`,
  thereafter: ", dann ",
  allRead: (label) => `Alle lesen ${label}`,
  allRejected: "Alle: keine Ziffer",
  disagree: (answers) => `Sie sind uneins: ${answers}`,
  reads: (name, label) => `${name} liest ${label}`,
  page: {
    heading: "Zeichne eine Ziffer und sieh zu, wie sie gelesen wird.",
    views: {
      read: "Lesen",
      compare: "Vergleichen",
      inside: "Hineinsehen",
      number: "Eine ganze Zahl",
    },
    light: "Hell",
    dark: "Dunkel",
    switchTheme: "Zwischen hell und dunkel wechseln",
    pad: "Zeichenfläche. Pfeiltasten bewegen den Stift, die Leertaste senkt und hebt ihn, Entf löscht.",
    whatItSees: "Was das Netz sieht: 28×28 Pixel",
    private: "Nichts verlässt diese Seite: Sie liest selbst, ohne Server.",
    refused: (name, problem) => `${name} ist nicht zu gebrauchen. ${problem}`,
    overTime: "Im Lauf der Zeit",
    nothingYet: "Noch nichts zu lesen",
    timeHeading: "Was nach jedem Punkt gelesen wurde: Drücken oder Ziehen führt dorthin zurück",
    timeEmpty: "Zeichne eine Ziffer: Hier erscheint ihr Zeitverlauf.",
    timeTable: "Was nach jedem Punkt gelesen wurde",
    noTimeline: "Kein Zeitverlauf",
    from: "Ab",
    read: "Gelesen",
    time: "Zeit",
    play: "Abspielen",
    pause: "Anhalten",
    lines: "Wahrscheinlichkeiten im Lauf der Zeit, als Linien",
    pointsDrawn: "gezeichnete Punkte",
    point: (point, stroke, count, total) =>
      `Punkt ${point} von Strich ${stroke}, ${count} von insgesamt ${total}`,
    pointOfStroke: (point, stroke) => `Punkt ${point} von Strich ${stroke}`,
    drawingSoFar: (where) => `Die Zeichnung bis hierher: ${where}`,
    axisPercent: (share) => `${100 * share}\u00a0%`,
    number: (value) => formatNumber(value).replace(".", ","),
    maps: "Merkmalskarten",
    inside: (name) =>
      `Im Netz ${name}, für diese Zeichnung. Zeige auf eine Karte, oder nimm die Pfeiltasten.`,
    noMaps: "Dieses Netz hat keine Faltungsschicht, in die man hineinsehen könnte.",
    layer: (number, count, height, width, activation) =>
      `Faltungsschicht ${number}: ${count} Karten von ${height} × ${width}` +
      (activation ? `, nach ${activation}` : ""),
    mapsOf: (number) => `Karten von Schicht ${number}: Pfeiltasten wählen eine`,
    scale: (brightest, silent) =>
      brightest
        ? `Schwarz ist 0 oder weniger; weiß ist ${brightest}, die stärkste Antwort dieser Schicht auf ` +
          `dieses Bild.${silent ? ` Klein: stumm, unter 5\u00a0% davon (${silent}).` : ""}`
        : "Alles schwarz: Keine Karte antwortet auf dieses Bild.",
    lensInput: "Eingabe",
    lensWindow: "Fenster",
    lensFilter: "Filter",
    lensProducts: "Produkte",
    place: ({
      map,
      row,
      column,
      count,
      channel,
      channels,
      channelSum,
      total,
      bias,
      sum,
      value,
      activation,
    }) =>
      `Karte ${map}, Zeile ${row}, Spalte ${column}: Die ${count} Produkte ` +
      (channels === 1
        ? `ergeben zusammen ${total}`
        : `von Kanal ${channel}, der von ${channels} am meisten beiträgt, ergeben ${channelSum}, die ` +
          `von allen ${total}`) +
      `; mit einem Bias von ${bias} ${sum}` +
      (activation ? `; nach ${activation} ${value}.` : "."),
    facts: (parameters, kilobytes) =>
      `${Math.round(parameters / 1000)} Tsd. Parameter · ${(kilobytes / 1000).toFixed(1).replace(".", ",")} MB`,
    accuracy: (share) =>
      ` · ${(100 * share).toFixed(1).replace(".", ",")}\u00a0% der Testbilder von MNIST`,
    numberPad:
      "Zeichenfläche für eine Zahl. Pfeiltasten bewegen den Stift, die Leertaste senkt und hebt ihn.",
    drawNumber: "Zeichne eine Zahl",
    sheet:
      "Eine Zahl ist breiter als eine Ziffer und hat ein eigenes Blatt. Deine Ziffer bleibt auf ihrer Fläche.",
    underEach: "Unter jeder: wie sicher das Netz ist, und wie sehr sie wie eine Ziffer aussieht.",
    rejectedSign: "? ist keine Ziffer.",
    unclearSign: "? kann ein Zeichen oder eine Ziffer sein.",
    hint: "Zeige auf eine Ziffer, oder geh mit der Tabulatortaste hin: Hier erscheinen ihre zehn Balken.",
  },
};

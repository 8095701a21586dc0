// Deutsche Texte der Lesungen: Wörter anstelle einer Ziffer so, wie sie mitten im Satz stehen.

/** @import { en } from "./en.js" */

import { deProblems } from "./de_problems.js";
import { formatNumber } from "./numbers.js";

/** @type {Record<"dot" | "line", [one: string, several: string]>} */
const PARTS = { dot: ["Punkt", "Punkte"], line: ["Linie", "Linien"] };

const TIMES =
  "einmal zweimal dreimal viermal fünfmal sechsmal siebenmal achtmal neunmal zehnmal".split(" ");

/** @type {typeof en} */
export const de = {
  language: "de",
  tools: {
    bar: "Zeichenwerkzeuge",
    surface: "Zeichenfläche",
    pen: ["Stift", "Stift: zeichnen"],
    eraser: ["Radierer", "Radierer: Teile von Strichen wegradieren"],
    strokeEraser: ["Strichradierer", "Strichradierer: ganze Striche wegradieren"],
    undo: ["Rückgängig", "Rückgängig (Strg+Z)"],
    redo: ["Wiederholen", "Wiederholen (Strg+Umschalt+Z)"],
    reset: ["Löschen", "Löschen: die Zeichnung verwerfen (Entf). Rückgängig bringt sie wieder"],
    image: ["Bild", "Bild: eine PNG- oder JPEG-Datei lesen"],
    camera: ["Kamera", "Kamera: ein Foto lesen"],
    download: ["Herunterladen", "Die Zeichnung herunterladen"],
    copy: ["28×28 kopieren", "Das 28×28-Bild kopieren"],
    formats: { png: "Bild (PNG)", svg: "Vektoren (SVG)", json: "Striche (JSON)" },
    copied: "Kopiert",
    notCopied:
      "Der Browser erlaubt dieser Seite das Kopieren nicht: Das Bild wurde stattdessen heruntergeladen",
    penWidth: "Stiftbreite",
    eraserWidth: "Radiererbreite",
    down: (tool) => `${tool} aufgesetzt`,
    up: (tool) => `${tool} abgehoben`,
    drop: "Lass das Bild los, um es zu lesen",
    noImages: "Diese Seite liest keine Bilddateien: Zeichne die Ziffer.",
  },
  problems: deProblems,
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
  underOne: "<\u00a01\u00a0%",
  overMost: ">\u00a099\u00a0%",
  spokenPercent: (share) => `${share} Prozent`,
  spokenUnderOne: "unter 1 Prozent",
  spokenOverMost: "über 99 Prozent",
  runnerUp: (label, share) => `danach ${label}, ${share}`,
  nearest: (label) => `am nächsten kommt ${label}`,
  thresholdMark: (share) => `Die Markierung: unter ${share} ist es keine Ziffer`,
  threshold: (share) => `unter ${share} ist es keine Ziffer`,
  part: (kind, count) => `${count} ${PARTS[kind][count > 1 ? 1 : 0]}`,
  leftOut: (parts) => `weggelassen: ${parts}`,
  probabilities: "Wahrscheinlichkeiten",
  probabilitiesIfDigit: "Wahrscheinlichkeiten für etwas, das keine Ziffer ist",
  noProbabilities: "Wahrscheinlichkeiten: noch keine",
  othersLess: "die anderen weniger",
  shapes: (count) => `${count} Formen, keine davon eine Ziffer`,
  digits: (count) => (count > 1 ? `${count} Ziffern` : "1 Ziffer"),
  rejectedGlyphs: (count) =>
    `${count} ${count > 1 ? "Formen, die keine Ziffern sind" : "Form, die keine Ziffer ist"}`,
  unclearGlyphs: (count) => `${count} unklar`,
  signs: { ".": "ein Punkt", ",": "ein Komma", "-": "ein Minus", "/": "ein Schrägstrich" },
  rows: (count) => `in ${count} Zeilen`,
  above: ", darunter ",
  leastSure: (share) => `am wenigsten sicher: ${share}`,
  least: (likeness) => `am schwächsten: ${likeness}`,
  changes: (times) =>
    times
      ? `Die Antwort hat sich ${TIMES[times - 1] ?? `${times}-mal`} geändert`
      : "Die Antwort hat sich nie geändert",
  until: (answer, point, stroke) =>
    `${answer} bis Punkt ${point}${stroke === null ? "" : ` von Strich ${stroke}`}`,
  thereafter: ", dann ",
  allRead: (label) => `Alle lesen ${label}`,
  allRejected: "Alle: keine Ziffer",
  disagree: (answers) => `Sie sind sich uneinig: ${answers}`,
  reads: (name, label) => `${name} liest ${label}`,
  page: {
    heading: "Zeichne eine Ziffer und sieh zu, wie sie gelesen wird.",
    viewList: "Ansichten",
    views: {
      read: "Lesen",
      compare: "Vergleichen",
      inside: "Hineinschauen",
      number: "Eine Zahl",
    },
    light: "Hell",
    dark: "Dunkel",
    switchTheme: "Zwischen Hell und Dunkel wechseln",
    pad: "Zeichenfläche. Pfeiltasten bewegen den Stift, die Leertaste setzt ihn auf und hebt ihn ab, Entf löscht.",
    whatItSees: "Was das Netz sieht: 28×28 Pixel",
    private: "Nichts verlässt diese Seite: Gelesen wird in ihr selbst, ohne Server.",
    refused: (name, problem) => `${name} lässt sich nicht verwenden. ${problem}`,
    overTime: "Im Lauf der Zeit",
    nothingYet: "Noch nichts zu lesen",
    timeHeading: "Was nach jedem Punkt gelesen wurde: Klicke oder ziehe, um dorthin zurückzugehen",
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
      `Im Netz ${name}, bei dieser Zeichnung. Zeige auf eine Karte oder benutze die Pfeiltasten.`,
    noMaps: "Dieses Netz hat keine Faltungsschicht: Es gibt nichts, wo man hineinschauen könnte.",
    layer: (number, count, height, width, activation) =>
      `Faltungsschicht ${number}: ${count} Karten von ${height} × ${width}` +
      (activation ? `, nach ${activation}` : ""),
    mapsOf: (number) => `Karten von Schicht ${number}: Pfeiltasten wählen eine`,
    scale: (brightest, silent) =>
      brightest
        ? `Schwarz ist 0 oder weniger; weiß ist ${brightest}, der stärkste Wert dieser Schicht bei ` +
          `diesem Bild.${silent ? ` Klein gezeigt: ${silent} stumme Karten, die unter 5\u00a0% davon bleiben.` : ""}`
        : "Alles schwarz: Keine Karte antwortet auf dieses Bild.",
    lensInput: "Eingabe",
    lensWindow: "Fenster",
    lensFilter: "Filter",
    lensProducts: "Produkte",
    place: (place) =>
      `Karte ${place.map}, Zeile ${place.row}, Spalte ${place.column}, von 0 gezählt: Die ` +
      (place.channels === 1
        ? `${place.count} Produkte ergeben zusammen ${place.total}`
        : `${place.count} Produkte von Kanal ${place.channel} (er trägt von allen ${place.channels} ` +
          `am meisten bei) ergeben ${place.channelSum}, alle Kanäle zusammen ${place.total}`) +
      `. Mit dem Bias ${place.bias} sind es ${place.sum}` +
      (place.activation ? `, nach ${place.activation} ${place.value}.` : "."),
    facts: (parameters, kilobytes) =>
      `${Math.round(parameters / 1000)} Tsd. Parameter · ${(kilobytes / 1000).toFixed(1).replace(".", ",")} MB`,
    accuracy: (share) =>
      ` · liest ${(100 * share).toFixed(1).replace(".", ",")}\u00a0% der Testbilder von MNIST`,
    numberPad:
      "Zeichenfläche für eine Zahl. Pfeiltasten bewegen den Stift, die Leertaste setzt ihn auf und hebt ihn ab, Entf löscht.",
    drawNumber: "Zeichne eine Zahl",
    sheet:
      "Eine Zahl braucht mehr Platz als eine Ziffer und hat ein eigenes Blatt. Deine Ziffer bleibt erhalten.",
    severalDigits: "Das sieht nach mehreren Ziffern aus.",
    asNumber: "Als ganze Zahl lesen",
    underEach: "Unter jeder Ziffer: wie sicher das Netz ist und wie sehr sie einer Ziffer gleicht.",
    rejectedSign: "? ist keine Ziffer.",
    unclearSign: "? kann ein Zeichen oder eine Ziffer sein.",
    hint: "Zeige auf eine Ziffer oder geh mit der Tabulatortaste zu ihr: Hier erscheinen ihre zehn Balken.",
  },
};

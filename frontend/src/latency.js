// Latency of predictions: from a pointer event to the frame that shows its prediction.

// Number of newest predictions that the median and the 95th percentile cover.
const READINGS = 200;

export class Latency {
  constructor() {
    /** @type {[shown: number, taken: number][]} */
    this.readings = []; // time when each was shown, and its latency in milliseconds
    this.reported = "";
  }

  /** @param {number} time - of the pointer's event */
  onRead(time) {
    requestAnimationFrame((now) => this.add(now, now - time));
  }

  /**
   * @param {number} shown
   * @param {number} taken
   */
  add(shown, taken) {
    this.readings.push([shown, taken]);
    this.readings = this.readings.slice(-READINGS);
  }

  // Return median, 95th percentile, and predictions in the last second; null if there is nothing new.
  figures(now = performance.now()) {
    if (!this.readings.length) return null;
    const sorted = this.readings.map(([, taken]) => taken).sort((a, b) => a - b);
    /** @type {(share: number) => number} */
    const quantile = (share) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const second = now - 1000;
    const rate = this.readings.filter(([shown]) => shown > second).length;
    const figures = [quantile(0.5), quantile(0.95), rate].map((value) =>
      Math.max(0, Math.round(value * 10) / 10),
    );
    if (`${figures}` === this.reported) return null;
    this.reported = `${figures}`;
    return figures;
  }
}

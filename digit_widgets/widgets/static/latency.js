// How long readings take: from a pointer's event to the frame that shows what was read of it.

// The newest readings, of which the median and the 95th percentile are told.
const READINGS = 200;

class Latency {
  constructor() {
    this.readings = []; // when each was shown, and after how many milliseconds
    this.told = "";
  }

  onRead(time) {
    requestAnimationFrame((now) => {
      this.readings.push([now, now - time]);
      this.readings = this.readings.slice(-READINGS);
    });
  }

  // Median, 95th percentile, and how many a second; null if there is nothing new.
  figures() {
    if (!this.readings.length) return null;
    const sorted = this.readings.map(([, taken]) => taken).sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const second = performance.now() - 1000;
    const rate = this.readings.filter(([shown]) => shown > second).length;
    const figures = [at(0.5), at(0.95), rate].map((value) => Math.max(0, Math.round(value * 10) / 10));
    if (`${figures}` === this.told) return null;
    this.told = `${figures}`;
    return figures;
  }
}

// Numbers in a lens: at most two decimals, and a minus that is as wide as a plus.

/** @param {number} value */
export function formatNumber(value) {
  const size = Math.abs(value);
  const written = value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
  const isZero = Number(written) === 0;
  return isZero ? written.replace("-", "") : written.replace("-", "−");
}

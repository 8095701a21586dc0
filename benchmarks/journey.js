// Watches one pad while it is drawn on: records when each point came and when the pointer was lifted,
// and either when each point's ink appeared and if it stayed, or when the bars changed, because reading
// pixels takes time of its own. All times are from `performance.now`.
(root) => {
  const surface = root.querySelector(".digit-widgets-ink");
  const layers = [surface.querySelector("canvas"), root.querySelector("canvas.digit-widgets-canvas")];
  const bars = [...root.querySelectorAll(".digit-widgets-chart .bar")];
  const log = { points: [], readings: [], gone: 0, up: 0, watchesInk: false };
  window.journey = log;

  const note = (event) => {
    if (event.type === "pointermove" && !(event.buttons & 1)) return;
    const all = event.getCoalescedEvents?.() ?? [];
    const box = surface.getBoundingClientRect();
    for (const each of all.length ? all : [event]) {
      const x = ((each.clientX - box.left) / box.width) * 280;
      const y = ((each.clientY - box.top) / box.height) * 280;
      const last = log.points.at(-1);
      if (!last || last.x !== x || last.y !== y) log.points.push({ x, y, time: each.timeStamp, inked: 0 });
    }
  };
  surface.addEventListener("pointerup", (event) => (log.up = event.timeStamp), true);
  for (const kind of ["pointerdown", "pointermove"]) surface.addEventListener(kind, note, true);

  const isBright = ({ x, y }) =>
    layers.some((canvas) => {
      const at = (value) => Math.round((value * canvas.width) / 280);
      const [red, , , alpha] = canvas.getContext("2d").getImageData(at(x), at(y), 1, 1).data;
      return red > 127 && alpha > 127;
    });
  // Ink that has appeared is checked again, a few points at a time, because reading pixels takes time.
  let again = 0;
  const lookAtInk = (shown) => {
    for (const point of log.points.filter(({ inked }) => !inked)) {
      if (isBright(point)) point.inked = shown;
    }
    for (let count = Math.min(2, log.points.length); count; count -= 1) {
      again = (again + 7) % log.points.length;
      if (log.points[again].inked && !isBright(log.points[again])) log.gone += 1;
    }
  };
  const lookAtBars = (shown) => {
    const widths = bars.map((bar) => Number(bar.getAttribute("width")) || 0);
    if (`${widths}` !== `${log.readings.at(-1)?.widths}`) log.readings.push({ widths, shown });
  };
  // Runs after a frame's own callbacks; otherwise their drawing would be found a frame late.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (log.watchesInk ? lookAtInk : lookAtBars)(performance.now());
  const frame = () => {
    port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  frame();
}

// Ink that the kernel has not shown yet: drawn in the page, by the curves that the kernel draws by.

// The inner control points of segment i of the curve through points x, y, x, y ..., drawn by a pen of
// some width: what digit_widgets/ink/smoothing.py explains, and computes for the kernel.
function controls(points, i, width) {
  const last = points.length / 2 - 1;
  const step = (j) => [points[2 * j + 2] - points[2 * j], points[2 * j + 3] - points[2 * j + 1]];
  const tangent = (j) => {
    const [before, after] = [step(j - 1), step(j)];
    const [l, m] = [Math.hypot(...before), Math.hypot(...after)];
    const [u, v] = [before.map((value) => value / (l || 1)), after.map((value) => value / (m || 1))];
    const bend = Math.min(Math.max(2 * (u[0] * v[0] + u[1] * v[1]), 0), 1);
    const factor = bend / (3 * (Math.sqrt(l) + Math.sqrt(m)) || 1);
    return [0, 1].map((axis) => (u[axis] + v[axis]) * factor);
  };
  const start = [points[2 * i], points[2 * i + 1]];
  const end = [points[2 * i + 2], points[2 * i + 3]];
  const [dx, dy] = step(i);
  const length = Math.hypot(dx, dy);
  let a = null;
  let b = null;
  if (i > 0) {
    const [pull, along] = [length * Math.sqrt(Math.hypot(...step(i - 1))), tangent(i)];
    a = [start[0] + pull * along[0], start[1] + pull * along[1]];
  }
  if (i + 1 < last) {
    const [pull, along] = [length * Math.sqrt(Math.hypot(...step(i + 1))), tangent(i + 1)];
    b = [end[0] - pull * along[0], end[1] - pull * along[1]];
  }
  b ??= a ? [a[0] + dx / 3, a[1] + dy / 3] : [end[0] - dx / 3, end[1] - dy / 3];
  a ??= [b[0] - dx / 3, b[1] - dy / 3];
  const within = (end, inner) => {
    const [x, y] = [inner[0] - end[0], inner[1] - end[1]];
    const away = Math.abs(dx * y - dy * x) / (length || 1);
    const factor = Math.min(1, (2 * width) / 3 / (away || Infinity));
    return [end[0] + x * factor, end[1] + y * factor];
  };
  return [within(start, a), within(end, b)];
}

class WetInk {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.canvas = document.createElement("canvas");
    this.density = 0; // of the screen, in pixels to a CSS pixel
    this.context = this.canvas.getContext("2d");
  }

  // Take on the size that the page gives, in the screen's own pixels.
  fit() {
    this.density = window.devicePixelRatio;
    const box = this.canvas.getBoundingClientRect();
    for (const side of ["width", "height"]) {
      const pixels = Math.max(1, Math.round(box[side] * this.density));
      if (this.canvas[side] !== pixels) this.canvas[side] = pixels;
    }
  }

  // Draw strokes, and marks: where the eraser is, x, y and how wide, and where the keys' pen is.
  draw(strokes, marks) {
    const { context } = this;
    // Not in every frame: measuring has the page laid out once more.
    if (this.density !== window.devicePixelRatio) this.fit();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.canvas.width / this.width, this.canvas.height / this.height);
    context.lineCap = context.lineJoin = "round";
    for (const stroke of strokes) {
      if (stroke.tool === "stroke eraser" || stroke.end === "discarded" || !stroke.points.length) continue;
      context.strokeStyle = stroke.tool === "pen" ? "white" : "black";
      context.lineWidth = stroke.size;
      this.line(stroke);
    }
    this.mark(marks);
  }

  line({ points, shown, size }) {
    const { context } = this;
    const last = points.length / 2 - 1;
    // The last curve that the kernel has shown may have changed with the points after it.
    const first = Math.max(0, Math.min(shown, last + 1) - 3);
    context.beginPath();
    context.moveTo(points[2 * first], points[2 * first + 1]);
    if (!last) context.lineTo(points[0], points[1]);
    for (let i = first; i < last; i += 1) {
      const [a, b] = controls(points, i, size);
      context.bezierCurveTo(...a, ...b, points[2 * i + 2], points[2 * i + 3]);
    }
    context.stroke();
  }

  mark({ eraser, pen }) {
    const { context } = this;
    const mark = (path, width, color) => {
      context.beginPath();
      path();
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    };
    if (eraser) {
      const [x, y, width] = eraser;
      const circle = () => context.arc(x, y, width / 2, 0, 2 * Math.PI);
      mark(circle, 3, "black");
      mark(circle, 1.5, "white");
    }
    if (pen) {
      const [x, y] = pen.at;
      const cross = () => {
        for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
          context.moveTo(x + dx * 5, y + dy * 5);
          context.lineTo(x + dx * 14, y + dy * 14);
        }
      };
      mark(cross, 5, "black");
      mark(cross, 2.5, pen.down ? "#e69f00" : "#56b4e9");
      if (pen.down) mark(() => context.arc(x, y, 4, 0, 2 * Math.PI), 2.5, "#e69f00");
    }
  }
}

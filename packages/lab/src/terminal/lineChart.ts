/** A curve to be drawn with characters. */
export interface LineChart {
  title: string;
  /** The points of the curve, x ascending; neighbours are joined by straight lines. */
  points: readonly { x: number; y: number }[];
  /** Where x is marked under the axis, as for a restart. Default: nowhere. */
  marks?: readonly number[];
  /** What x counts. */
  unit: string;
}

/** A Braille character is two dots wide and four high; these are the bits of its dots, by column and row. */
const dotBits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const blankBraille = 0x2800;

/**
 * Draws a curve in Braille characters, with axes, as lines of text at most `columns` wide. The y axis begins at 0,
 * so that what is twice as high is twice as much.
 *
 * @param rows lines of the plot itself, without title and x axis. Default 12.
 */
export function drawLineChart(chart: LineChart, columns: number, rows = 12): string[] {
  const { title, points, marks = [], unit } = chart;
  const top = Math.max(...points.map(({ y }) => y), 0) || 1;
  const labels = [top, top / 2, 0].map(axisNumber);
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const width = Math.max(10, columns - margin - 1);
  const [first, last] = [points[0]!.x, points.at(-1)!.x];
  const share = (x: number) => (last > first ? (x - first) / (last - first) : 0);
  const dots = canvas(width, rows);
  const placed = points.map(({ x, y }) => ({
    x: share(x) * (2 * width - 1),
    y: (1 - y / top) * (4 * rows - 1),
  }));
  placed.forEach((point, i) => {
    dots.line(placed[i - 1] ?? point, point);
  });
  const labelAt = new Map([
    [0, labels[0]!],
    [Math.floor(rows / 2), labels[1]!],
    [rows - 1, labels[2]!],
  ]);
  const axis = Array.from({ length: width }, () => "─");
  for (const mark of marks) axis[Math.min(width - 1, Math.floor(share(mark) * width))] = "▲";
  return [
    title,
    ...dots.rows().map((row, i) => {
      const label = labelAt.get(i);
      return `${(label ?? "").padStart(margin - 1)} ${label === undefined ? "│" : "┤"}${row}`.trimEnd();
    }),
    `${" ".repeat(margin)}└${axis.join("")}`,
    xLabels(
      axisNumber(first),
      axisNumber((first + last) / 2),
      `${axisNumber(last)} ${unit}`,
      margin + 1,
      width,
    ),
  ];
}

function xLabels(left: string, middle: string, right: string, margin: number, width: number): string {
  const line = Array.from({ length: width }, () => " ");
  const put = (text: string, at: number) => {
    [...text].forEach((letter, i) => {
      if (at + i >= 0 && at + i < width) line[at + i] = letter;
    });
  };
  put(middle, Math.round((width - middle.length) / 2));
  put(left, 0);
  put(right, width - right.length);
  return " ".repeat(margin) + line.join("");
}

/** A number of an axis: three digits, with an exponent where it is very large or small. */
function axisNumber(value: number): string {
  const short = Number(value.toPrecision(3));
  return short !== 0 && (Math.abs(short) < 1e-4 || Math.abs(short) >= 1e6)
    ? short.toExponential()
    : String(short);
}

interface Dot {
  x: number;
  y: number;
}

/** A grid of dots, `width` x `height` characters. */
function canvas(width: number, height: number) {
  const cells = new Uint8Array(width * height);
  const set = (x: number, y: number) => {
    cells[Math.floor(y / 4) * width + Math.floor(x / 2)]! |= dotBits[x % 2]![y % 4]!;
  };
  return {
    line(from: Dot, to: Dot) {
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
      for (let i = 0; i <= steps; i++) {
        const at = (a: number, b: number) => Math.round(a + ((b - a) * i) / steps);
        set(at(from.x, to.x), at(from.y, to.y));
      }
    },
    rows: () =>
      Array.from({ length: height }, (_, row) =>
        [...cells.subarray(row * width, (row + 1) * width)]
          .map((bits) => String.fromCharCode(blankBraille + bits))
          .join(""),
      ),
  };
}

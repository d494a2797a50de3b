import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { lightFigure } from "./figure.js";
import { pngOfSvg } from "./png.js";

/** Width, height and, row by row, the filtered bytes of an RGBA picture. */
function read(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    data: inflateSync(Buffer.concat(parts)),
  };
}

const figure = (body: string, title = "") =>
  lightFigure({ width: 100, height: 40, body }, { title, description: "A drawing" });

const text = (words: string) => `<text x="50" y="20">${words}</text>`;

describe("pictures", () => {
  test("are twice the size of the drawing with its heading", async () => {
    expect(read(await pngOfSvg(figure("")))).toMatchObject({ width: 200, height: 148 });
  });

  test("show text, headings and what takes the colour of text", async () => {
    const empty = await pngOfSvg(figure(""));
    expect(await pngOfSvg(figure(text("3.86")))).not.toEqual(empty);
    expect(await pngOfSvg(figure("", "Heat map"))).not.toEqual(empty);
    expect(await pngOfSvg(figure('<path d="M0,10h40" stroke="currentColor"/>'))).not.toEqual(empty);
  });

  test("have every sign that figures write, each its own", async () => {
    const signs = ["α", "λ", "θ", "η", "√", "≥", "−", "←", "²", "·", "…"];
    const pictures = await Promise.all(
      signs.map(async (sign) => Buffer.from(await pngOfSvg(figure(text(sign))))),
    );
    const missing = Buffer.from(await pngOfSvg(figure(text("\u{10ffff}"))));
    for (const picture of pictures) expect(picture.equals(missing)).toBe(false);
    expect(new Set(pictures.map((picture) => picture.toString("base64"))).size).toBe(signs.length);
  });

  test("are the same bytes for the same drawing", async () => {
    expect(await pngOfSvg(figure(text("a"), "b"))).toEqual(await pngOfSvg(figure(text("a"), "b")));
  });

  test("are dark on white", async () => {
    const { data } = read(await pngOfSvg(figure('<rect width="100" height="40" x="0" y="0"/>')));
    // The first row is white; its filter byte comes first, and white is written as the first pixel.
    expect([...data.subarray(1, 5)]).toEqual([255, 255, 255, 255]);
    expect(data.includes(0x1d)).toBe(true);
  });
});

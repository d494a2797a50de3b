import { deflateSync } from "node:zlib";

/** An RGB image as a PNG file whose rows use the filters 0 ... 4 in turn, its data in several chunks. */
export function encodeRgbPng(width: number, height: number, pixels: Uint8Array): Buffer {
  const stride = width * 3;
  const at = (row: number, i: number): number => (row < 0 || i < 0 ? 0 : pixels[row * stride + i]!);
  const rows: number[] = [];
  for (let row = 0; row < height; row++) {
    const filter = row % 5;
    rows.push(filter);
    for (let i = 0; i < stride; i++) {
      const [a, b, c] = [at(row, i - 3), at(row - 1, i), at(row - 1, i - 3)];
      const predictions = [0, a, b, Math.floor((a + b) / 2), paeth(a, b, c)];
      rows.push((at(row, i) - predictions[filter]! + 256) % 256);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(rows));
  const middle = data.length >> 1;
  return Buffer.concat([
    Buffer.from("\u0089PNG\r\n\u001a\n", "latin1"),
    chunk("IHDR", header),
    chunk("tEXt", Buffer.from("Comment\0of no concern")),
    chunk("IDAT", data.subarray(0, middle)),
    chunk("IDAT", data.subarray(middle)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The neighbour nearest to a + b - c; the first of them in a tie. */
function paeth(a: number, b: number, c: number): number {
  const estimate = a + b - c;
  const distance = (value: number): number => Math.abs(estimate - value);
  return [a, b, c].reduce((best, value) => (distance(value) < distance(best) ? value : best));
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

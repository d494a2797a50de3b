import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./parse.js";

const fieldsOf = (text: string): string[][] => [...parseCsv(text)].map(({ fields }) => fields);

describe("parseCsv", () => {
  it("reads back any text, with any line ends", () => {
    const field = fc.oneof(fc.string(), fc.constantFrom(",", '"', "\r\n", "\n", "\r", "", 'a"b', " x "));
    const records = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(records, fc.constantFrom("\n", "\r\n", "\r"), fc.boolean(), (rows, end, ended) => {
        const quote = (value: string): string =>
          /[",\r\n\ufeff]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
        const text = rows.map((row) => row.map(quote).join(",")).join(end) + (ended ? end : "");
        expect(fieldsOf(text)).toEqual(rows);
      }),
    );
  });

  it("passes over empty lines and a byte order mark, and counts lines", () => {
    const text = '\ufeffa,b\n\n"x\ny",2\r\n\r\n3,"4"\r\n';
    expect([...parseCsv(text)]).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 3, fields: ["x\ny", "2"] },
      { line: 6, fields: ["3", "4"] },
    ]);
    expect(fieldsOf("")).toEqual([]);
  });

  it("refuses quotes that are not around a whole field", () => {
    expect(() => fieldsOf('a,b\nc,"d')).toThrow("line 2: a quote is opened here and never closed");
    expect(() => fieldsOf('a,b\nc,d"e"')).toThrow(
      "line 2: a field with quotes in it must be in quotes itself",
    );
    expect(() => fieldsOf('a,b\n"c\nd"e,f')).toThrow("line 3: expected a comma or the line's end");
  });
});

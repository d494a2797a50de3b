/** A record of a CSV file. */
export interface CsvRecord {
  /** The line it begins on, from 1. */
  line: number;
  fields: string[];
}

/**
 * The records of a CSV file (RFC 4180): fields separated by commas, in double quotes where they hold commas, line
 * ends or doubled double quotes. Lines end in CRLF, LF or CR; empty lines are passed over.
 *
 * @throws Error, with the line, where quotes are not closed or not around a whole field.
 */
export function* parseCsv(text: string): Generator<CsvRecord, undefined> {
  // A byte order mark, as spreadsheets write it.
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (;;) {
      const field = text[at] === '"' ? quotedField(text, at, line) : plainField(text, at, line);
      record.fields.push(field.value);
      line += field.lines;
      at = field.end;
      if (text[at] !== ",") break;
      at++;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    at++;
    line++;
    if (record.fields.length > 1 || record.fields[0] !== "") yield record;
  }
  return undefined;
}

interface Field {
  value: string;
  /** The position behind it: of a comma, a line end or the end of the text. */
  end: number;
  /** How many lines end inside it. */
  lines: number;
}

function plainField(text: string, start: number, line: number): Field {
  let end = start;
  while (end < text.length && !",\r\n".includes(text[end]!)) {
    if (text[end] === '"')
      throw new Error(`line ${line}: a field with quotes in it must be in quotes itself`);
    end++;
  }
  return { value: text.slice(start, end), end, lines: 0 };
}

function quotedField(text: string, start: number, line: number): Field {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new Error(`line ${line}: a quote is opened here and never closed`);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const lines = value.match(/\r\n|\n|\r/g)?.length ?? 0;
      if (quote + 1 < text.length && !",\r\n".includes(text[quote + 1]!)) {
        throw new Error(`line ${line + lines}: expected a comma or the line's end behind a closing quote`);
      }
      return { value, end: quote + 1, lines };
    }
    value += '"';
    from = quote + 2;
  }
}

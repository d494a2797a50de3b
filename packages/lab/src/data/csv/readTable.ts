import { type Columns, columnsOf } from "./columns.js";
import { type CsvRecord, parseCsv } from "./parse.js";

/** A table of measurements and what they are measurements of. */
export interface Table {
  /** The names of the features. */
  features: string[];
  /** Row by row, a number for each feature. */
  values: number[];
  /** The label of each row, as it is written. */
  labels: string[];
  /** For each row, whether it is for training; undefined if the table does not say. */
  isTrain: boolean[] | undefined;
}

/** @throws Error, with line and column, where the table is not whole. */
export function readTable(text: string): Table {
  const records = parseCsv(text);
  const { value: header } = records.next();
  if (header === undefined) throw new Error("expected a header, found nothing");
  const columns = columnsOf(header.fields, header.line);
  const values: number[] = [];
  const labels: string[] = [];
  const isTrain: boolean[] = [];
  for (const record of records) {
    if (record.fields.length !== columns.names.length) {
      throw new Error(
        `line ${record.line}: expected ${columns.names.length} fields, found ${record.fields.length}`,
      );
    }
    for (const column of columns.features) values.push(numberAt(record, column, columns));
    labels.push(labelAt(record, columns));
    if (columns.split !== undefined) isTrain.push(isTrainAt(record, columns.split, columns));
  }
  return {
    features: columns.features.map((column) => columns.names[column]!),
    values,
    labels,
    isTrain: columns.split === undefined ? undefined : isTrain,
  };
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function numberAt(record: CsvRecord, column: number, columns: Columns): number {
  const text = record.fields[column]!.trim();
  const value = Number(text);
  // Beyond float32 it would become infinite.
  if (!decimal.test(text) || !Number.isFinite(Math.fround(value))) {
    throw wrong(record, column, columns, "a number");
  }
  return value;
}

function labelAt(record: CsvRecord, columns: Columns): string {
  const label = record.fields[columns.label]!.trim();
  if (label === "") throw wrong(record, columns.label, columns, "a label");
  return label;
}

function isTrainAt(record: CsvRecord, column: number, columns: Columns): boolean {
  const split = record.fields[column]!.trim().toLowerCase();
  if (split !== "train" && split !== "test") throw wrong(record, column, columns, "train or test");
  return split === "train";
}

function wrong({ line, fields }: CsvRecord, column: number, { names }: Columns, expected: string): Error {
  const found = fields[column] === "" ? "nothing" : `"${fields[column]}"`;
  return new Error(`line ${line}, column "${names[column]}": expected ${expected}, found ${found}`);
}

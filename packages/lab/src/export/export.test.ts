import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doneTrials } from "../study/storedStudy.js";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { crc32c } from "./crc32c.js";
import { writeExport } from "./exportStudy.js";
import { intField } from "./protobuf.js";
import { folder, runNames } from "./runNames.js";
import { tensorboardFiles } from "./tensorboard.js";
import { type Message, messages, numeric, readProtobuf, text } from "./testing/readProtobuf.js";
import { maskedCrc, tfRecord } from "./tfRecord.js";

const bytes = (length: number, at: (i: number) => number) => Uint8Array.from({ length }, (_, i) => at(i));

describe("CRC-32C", () => {
  it.each([
    ["nothing", new Uint8Array(), 0],
    ["123456789", new TextEncoder().encode("123456789"), 0xe3069283],
    // RFC 3720, B.4.
    ["zeros", bytes(32, () => 0), 0x8a9136aa],
    ["ones", bytes(32, () => 255), 0x62a8ab43],
    ["ascending", bytes(32, (i) => i), 0x46dd794e],
    ["descending", bytes(32, (i) => 31 - i), 0x113fdb5c],
  ])("of %s", (_, data, crc) => expect(crc32c(data)).toBe(crc));
});

/** The data of each record; throws where a check fails or bytes are left. */
function recordsIn(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 8, true)).toBe(maskedCrc(file.subarray(at, at + 8)));
    expect(view.getUint32(at + 12 + length, true)).toBe(maskedCrc(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

describe("records", () => {
  it("begin as event files of TensorFlow do: 24 bytes, with their check", () => {
    expect([...tfRecord(new Uint8Array(24)).subarray(0, 12)]).toEqual([
      0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22,
    ]);
  });

  it("hold any data", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (all) => {
        const file = Uint8Array.from(all.flatMap((data) => [...tfRecord(data)]));
        expect(recordsIn(file).map((data) => [...data])).toEqual(all.map((data) => [...data]));
      }),
    );
  });
});

describe("protobuf", () => {
  it("writes whole numbers as the encoding's documentation does", () => {
    expect([...intField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 2000 }), (value, field) => {
        expect(readProtobuf(intField(field, value))).toEqual(new Map([[field, [value]]]));
      }),
    );
  });
});

const start = Date.parse("2026-11-23T06:30:00.000Z") / 1000;

/** Tag and number of the scalars of an event. */
const scalarsOf = (event: Message) =>
  messages(event, 5).flatMap((summary) =>
    messages(summary, 1).flatMap((value) => (value.has(2) ? [[text(value, 1), numeric(value, 2)]] : [])),
  );

/** The content that an event gives to the HParams plugin. */
function hparamsOf(event: Message, tag: string): Message {
  const value = messages(messages(event, 5)[0]!, 1)[0]!;
  expect(text(value, 1)).toBe(tag);
  const plugin = messages(messages(value, 9)[0]!, 1)[0]!;
  expect(text(plugin, 1)).toBe("hparams");
  return messages(plugin, 2)[0]!;
}

describe("event files", () => {
  const files = tensorboardFiles(exampleStudy());
  const eventsOf = (i: number) => recordsIn(files[i]!.contents as Uint8Array).map(readProtobuf);

  it("are one for each trial with an epoch, named for readers", () => {
    expect(files.map(({ path }) => path)).toEqual([
      "adam/lr=0.001,wd=0.001,seed=1/events.out.tfevents.lehr",
      "adam/lr=0.004,wd=0.001,seed=1/events.out.tfevents.lehr",
      "adamw/lr=0.001,wd=0.001,seed=1/events.out.tfevents.lehr",
    ]);
  });

  it("say their version first", () => {
    expect(eventsOf(0)[0]).toEqual(
      new Map<number, unknown>([
        [1, [start]],
        [3, [new TextEncoder().encode("brain.Event:2")]],
      ]),
    );
  });

  it("hold what each epoch measured, at its training time", () => {
    const epochs = eventsOf(0).slice(2, -1);
    expect(epochs.map((event) => [numeric(event, 1)! - start, numeric(event, 2)])).toEqual([
      [5, 1],
      [10, 2],
      [15, 3],
      [20, 4],
    ]);
    expect(scalarsOf(epochs[0]!)).toEqual([
      ["loss/train", 2],
      ["learning_rate", Math.fround(0.001)],
      ["weight_decay", Math.fround(0.0005)],
    ]);
    expect(scalarsOf(epochs[3]!)).toEqual([
      ["loss/train", 0.5],
      ["loss/test", 0.625],
      ["error/test", 22.5],
      ["learning_rate", Math.fround(0.00025)],
      ["weight_decay", Math.fround(0.000125)],
    ]);
  });

  it("tell the HParams page the settings, and how it ended", () => {
    const session = messages(hparamsOf(eventsOf(0)[1]!, "_hparams_/session_start_info"), 3)[0]!;
    const settings = messages(session, 1).map((entry) => {
      const value = messages(entry, 2)[0]!;
      return [text(entry, 1), numeric(value, 2) ?? text(value, 3)];
    });
    expect(Object.fromEntries(settings)).toEqual({
      series: "adam",
      optimizer: "adam",
      decay: "l2",
      schedule: "cosine",
      learningRate: 0.001,
      weightDecay: 0.001,
      epochs: 4,
      seed: 1,
    });
    const status = (i: number) => {
      const end = messages(hparamsOf(eventsOf(i).at(-1)!, "_hparams_/session_end_info"), 4)[0]!;
      return [numeric(end, 1), numeric(end, 2)! - start];
    };
    expect(status(0)).toEqual([1, 20]);
    expect(status(1)).toEqual([2, 6]);
    // One under way has not ended.
    expect(scalarsOf(eventsOf(2).at(-1)!)).not.toEqual([]);
  });
});

describe("names of runs", () => {
  it("are folders everywhere, and different for every trial", () => {
    const { trials } = exampleStudy();
    const twice = { ...trials[0]!, position: 9 };
    const options = {
      ...trials[0]!,
      trial: { ...trials[0]!.trial, options: { beta1: 0.8, nesterov: true } },
    };
    expect(runNames([trials[0]!, twice, options])).toEqual([
      "adam/lr=0.001,wd=0.001,seed=1,trial=0",
      "adam/lr=0.001,wd=0.001,seed=1,trial=9",
      "adam/lr=0.001,wd=0.001,beta1=0.8,nesterov=true,seed=1",
    ]);
    expect(folder("../my study: é/..")).toBe("--my-study-é-..");
  });
});

describe("doneTrials", () => {
  it("holds what is done, with its epochs", () => {
    const done = doneTrials(exampleStudy());
    expect(done.map(({ outcome, testError, history }) => [outcome, testError, history.length])).toEqual([
      ["finished", 22.5, 4],
      ["diverged", null, 1],
    ]);
    expect(done[0]).toMatchObject({ series: "adam", learningRate: 0.001, seed: 1 });
    expect(done[0]).not.toHaveProperty("message");
  });
});

describe("writeExport", () => {
  it("writes below a directory, and says what is in the way", async () => {
    const directory = await mkdtemp(join(tmpdir(), "lehr-export-"));
    try {
      const files = tensorboardFiles(exampleStudy());
      await writeExport(join(directory, "a"), files);
      const written = await readFile(join(directory, "a", files[2]!.path));
      expect(new Uint8Array(written)).toEqual(files[2]!.contents);
      expect((await readdir(join(directory, "a"))).sort()).toEqual(["adam", "adamw"]);
      await writeFile(join(directory, "b"), "mine");
      await expect(writeExport(join(directory, "b"), files)).rejects.toThrow(
        /cannot read or write .*a part of the path is a file.*; choose another --out|a file is in the way; choose another --out/,
      );
      expect(await readFile(join(directory, "b"), "utf8")).toBe("mine");
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

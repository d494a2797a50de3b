import type { Machine } from "./machine.js";
import { opcodeName } from "./opcodes.js";
import { byteReader } from "./reader.js";
import { steps } from "./steps.js";
import { Dtype, Global, type PickleValue } from "./value.js";

/**
 * Reads a Python pickle of plain data: dicts, lists, tuples, numbers, text, bytes and NumPy arrays, in protocols 2
 * to 5. A pickle is a program; this one runs only the steps that such data need, and calls nothing but the five
 * functions that arrays name (see `numpyObjects`), so that a file from anywhere can be read without danger. The
 * bytes of arrays are views of `file`.
 *
 * @throws Error in one line: what the pickle asks for that is refused, by name; the file is no pickle or damaged.
 */
export function unpickle(file: Uint8Array): PickleValue {
  const machine: Machine = { reader: byteReader(file), stack: [], marked: [], memo: new Map() };
  const { reader } = machine;
  if (reader.byte() !== 0x80) throw new Error("not a pickle of protocol 2 or later");
  const protocol = reader.byte();
  if (protocol < 2 || protocol > 5) throw new Error(`pickle: protocol ${protocol} is not read, only 2 to 5`);
  for (;;) {
    const at = reader.position;
    const code = reader.byte();
    if (code === 0x2e) {
      const result = machine.stack.pop();
      if (result === undefined || result instanceof Global || result instanceof Dtype) {
        throw new Error("pickle: ends without a value");
      }
      return result;
    }
    const step = steps[code];
    if (step === undefined) {
      throw new Error(
        `pickle: the opcode ${opcodeName(code)} at byte ${at} is not one of plain data; refused`,
      );
    }
    step(machine);
  }
}

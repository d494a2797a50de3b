import { append, type Machine, pop, popMark, recall, remember, setItems, tuple } from "./machine.js";
import { build, call, globalNamed } from "./numpyObjects.js";
import { type Item, type PickleValue, textOf } from "./value.js";

type Step = (machine: Machine) => void;

const pushing =
  (value: (machine: Machine) => Item): Step =>
  (machine) => {
    // The value first: it may replace the stack.
    const item = value(machine);
    machine.stack.push(item);
  };
const bytesOf = (size: 1 | 4 | 8) => pushing(({ reader }) => reader.bytes(reader.unsigned(size)));
const unicodeOf = (size: 1 | 4 | 8) =>
  pushing(({ reader }) => reader.bytes(reader.unsigned(size)).toString("utf8"));

/** What an opcode does, for those that plain data need, in the groups of Python's own documentation (`pickletools`). */
export const steps: Readonly<Record<number, Step>> = {
  // FRAME: a hint for reading ahead.
  149: ({ reader }) => void reader.unsigned(8),
  // BININT, BININT1, BININT2, LONG1, BINFLOAT
  74: pushing(({ reader }) => reader.bytes(4).readInt32LE()),
  75: pushing(({ reader }) => reader.unsigned(1)),
  77: pushing(({ reader }) => reader.unsigned(2)),
  138: pushing(({ reader }) => longOf(reader.bytes(reader.unsigned(1)))),
  71: pushing(({ reader }) => reader.bytes(8).readDoubleBE()),
  // NONE, NEWTRUE, NEWFALSE
  78: pushing(() => null),
  136: pushing(() => true),
  137: pushing(() => false),
  // SHORT_BINSTRING, BINSTRING; SHORT_BINBYTES, BINBYTES, BINBYTES8, BYTEARRAY8
  85: bytesOf(1),
  84: bytesOf(4),
  67: bytesOf(1),
  66: bytesOf(4),
  142: bytesOf(8),
  150: bytesOf(8),
  // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8
  140: unicodeOf(1),
  88: unicodeOf(4),
  141: unicodeOf(8),
  // EMPTY_LIST, APPEND, APPENDS
  93: pushing(() => []),
  97: (machine) => append(machine, [pop(machine)]),
  101: (machine) => append(machine, popMark(machine)),
  // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE
  41: pushing(() => []),
  133: pushing((machine) => tuple(machine, 1)),
  134: pushing((machine) => tuple(machine, 2)),
  135: pushing((machine) => tuple(machine, 3)),
  116: pushing((machine) => popMark(machine) as PickleValue[]),
  // EMPTY_DICT, SETITEM, SETITEMS
  125: pushing(() => new Map()),
  115: (machine) => setItems(machine, tuple(machine, 2) as Item[]),
  117: (machine) => setItems(machine, popMark(machine)),
  // MARK, POP, POP_MARK
  40: (machine) => {
    machine.marked.push(machine.stack);
    machine.stack = [];
  },
  48: (machine) => void pop(machine),
  49: (machine) => void popMark(machine),
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  113: (machine) => remember(machine, machine.reader.unsigned(1)),
  114: (machine) => remember(machine, machine.reader.unsigned(4)),
  148: (machine) => remember(machine, machine.memo.size),
  104: pushing((machine) => recall(machine, machine.reader.unsigned(1))),
  106: pushing((machine) => recall(machine, machine.reader.unsigned(4))),
  // GLOBAL, STACK_GLOBAL, REDUCE, BUILD
  99: pushing(({ reader }) => globalNamed(reader.line(), reader.line())),
  147: pushing((machine) => {
    const [module, name] = tuple(machine, 2) as Item[];
    return globalNamed(textOf(module), textOf(name));
  }),
  82: pushing((machine) => {
    const [callee, args] = tuple(machine, 2) as [Item, Item];
    return call(callee, args);
  }),
  98: (machine) => {
    const state = pop(machine);
    build(machine.stack.at(-1) ?? null, state);
  },
};

/** A two's complement integer, little-endian. */
function longOf(bytes: Buffer): number {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  const number = Number(BigInt.asIntN(8 * bytes.length, value));
  if (!Number.isSafeInteger(number)) throw new Error(`pickle: integers beyond 2^53 are not read: ${number}`);
  return number;
}

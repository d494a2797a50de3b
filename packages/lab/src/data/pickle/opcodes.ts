/** The opcodes that are refused, by code: text forms of protocol 0, and those that make objects of any class. */
const refused: Readonly<Record<number, string>> = {
  50: "DUP",
  70: "FLOAT",
  73: "INT",
  76: "LONG",
  80: "PERSID",
  81: "BINPERSID",
  83: "STRING",
  86: "UNICODE",
  100: "DICT",
  103: "GET",
  105: "INST",
  108: "LIST",
  111: "OBJ",
  112: "PUT",
  129: "NEWOBJ",
  130: "EXT1",
  131: "EXT2",
  132: "EXT4",
  139: "LONG4",
  143: "EMPTY_SET",
  144: "ADDITEMS",
  145: "FROZENSET",
  146: "NEWOBJ_EX",
  151: "NEXT_BUFFER",
  152: "READONLY_BUFFER",
};

/** What to call an opcode in a refusal. */
export function opcodeName(code: number): string {
  return refused[code] ?? `0x${code.toString(16).padStart(2, "0")}`;
}

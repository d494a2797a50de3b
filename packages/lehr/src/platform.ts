// What every JavaScript host has and the language's own type library does not name.

declare const console: { warn(message: string): void };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => {
  decode(bytes: Uint8Array): string;
};

/** Tells the user something that is probably a mistake, and goes on. */
export function warn(message: string): void {
  console.warn(message);
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** @throws TypeError if the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

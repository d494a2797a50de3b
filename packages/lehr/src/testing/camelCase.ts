/** PyTorch's option names as they are here: an underscore goes and the next letter is a capital. */
export function camelCase<Options>(options: Readonly<Record<string, unknown>>): Options {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Options;
}

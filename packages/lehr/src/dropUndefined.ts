/** Options without those that are there and undefined, which mean the same as those left out. */
export function dropUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

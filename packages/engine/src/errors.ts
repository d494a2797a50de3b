/** An error in the use of the engine; its message names the argument, its value and what would be right. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** Frames of JavaScript engines, TensorFlow.js and this package: what is left is the user's code. */
const FOREIGN_FRAME =
  /node:|@tensorflow[\\/]tfjs|engine[\\/](?:src|dist)[\\/](?!.*\.test\.)|node_modules[\\/]/;

/** The innermost line of user code in a stack trace, as `file:line:column`, if there is one. */
export function userLine(stack: string | undefined): string | undefined {
  for (const line of (stack ?? "").split("\n").slice(1)) {
    const place = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1];
    if (place !== undefined && !FOREIGN_FRAME.test(place)) return place;
  }
  return undefined;
}

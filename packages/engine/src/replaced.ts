/** Puts another method in the place of an object's. @returns what puts it back. */
export function replaced<T extends object, K extends keyof T>(
  owner: T,
  name: K,
  make: (method: T[K]) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  owner[name] = make(owner[name]);
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}

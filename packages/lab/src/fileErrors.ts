const explanations: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such file",
  ENOTDIR: "a part of the path is a file, not a directory",
  EEXIST: "a file is in the way",
  EISDIR: "a directory is in the way",
  EMFILE: "too many files are open",
};

/**
 * The error to show when reading or writing `path` failed: one line that names the path and the cause in words.
 * Errors that do not come from the file system are returned as they are.
 *
 * @param remedy what the user can do about it, appended after a semicolon.
 */
export function fileError(error: unknown, path: string, remedy: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  const cause = explanations[String(error.code)] ?? String(error.code);
  return new Error(`cannot read or write ${path}: ${cause}; ${remedy}`, { cause: error });
}

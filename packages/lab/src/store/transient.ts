/** What the system says when a server cannot be reached, for now. */
const networkCodes = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EAI_AGAIN",
];

/**
 * PostgreSQL's SQLSTATEs: connection lost (class 08), short of connections, memory or disk (class 53), stopped or
 * still starting (57P01-57P03), server's own I/O error (58030), two transactions in each other's way (40001, 40P01).
 */
const postgresCodes = /^(08...|53...|57P0[123]|58030|40001|40P01)$/;

/** SQLite's: held by another process, disk full, I/O error. */
const sqliteCodes = /^SQLITE_(BUSY|LOCKED|PROTOCOL|FULL|IOERR)/;

/** What node-postgres says, without a code, of a connection that broke or could not be had in time. */
const messages =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout (exceeded|expired))/;

/**
 * Whether a store failed for a reason that may pass by itself: the server is away, the disk is full, someone else is
 * in the way. The same call may succeed later. Any other error would come again.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (
    networkCodes.includes(code) ||
    postgresCodes.test(code) ||
    sqliteCodes.test(code) ||
    messages.test(error.message)
  )
    return true;
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  return isTransient(error.cause);
}

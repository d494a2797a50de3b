/** A transfer failed on the way or at the server: nothing is wrong on this machine's disk. */
export class TransferError extends Error {
  override name = "TransferError";

  /** @param transient trying again may help. */
  constructor(
    message: string,
    readonly transient: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

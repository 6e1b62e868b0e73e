/** A request that cannot be fulfilled; the client gets the message. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** The HTTP status of the answer. */
  readonly status: number;
  readonly reason: string | null;

  constructor(status: number, message: string, reason: string | null = null) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

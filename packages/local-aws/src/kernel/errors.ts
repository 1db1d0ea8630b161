/** An error as AWS would answer it; the wire layer gives it the protocol's form. */
export class AwsError extends Error {
  /** AWS's code, such as `ResourceConflictException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Further members of the error's shape, such as `Reason` or `retryAfterSeconds`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

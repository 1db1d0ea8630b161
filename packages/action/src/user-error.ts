/** What a `UserError` may carry beside its message. */
export interface UserErrorOptions {
  /** What to do about it: the IAM action, the `permissions:` key, the input to change. One sentence. */
  readonly hint?: string;
  /** A stable name for programs, such as `not-allowed`: the message may be reworded, the code may not. */
  readonly code?: string;
  /** The error that led here; it goes to the log, not to the annotation. */
  readonly cause?: unknown;
}

/**
 * A failure that whoever wrote the workflow can repair. The message is one line: what is wrong with which resource, with
 * the offending value. Anything thrown that is not a `UserError` is reported as a fault of ours or an outage.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** What to do about it. */
  readonly hint?: string;
  /** A stable name for programs. */
  readonly code?: string;

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.code !== undefined) this.code = options.code;
  }
}

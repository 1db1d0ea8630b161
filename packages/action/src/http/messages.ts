import type { IncomingHttpHeaders } from 'node:http';

/** A request as it goes out. */
export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | StreamedBody;
}

/** A body that is made while it is sent. */
export interface StreamedBody {
  /** In bytes; it has to be that long. */
  readonly length: number;
  /**
   * Begins it; again, for another attempt. What it throws ends the request, and is thrown as it is. The next piece is asked for
   * once the one before went out, so that its memory may be used again.
   */
  open(): AsyncIterable<Uint8Array>;
  /** Is told of each piece that went out. */
  sent?(piece: Uint8Array): void;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer whose body comes as it is read. Who does not read it to its end has to leave the loop, or to call `end`. */
export interface StreamedAnswer extends Omit<Answer, 'body'> {
  /** Can be read once. Leaving the loop ends the transfer. */
  readonly body: AsyncIterable<Buffer>;
  /** Whether a piece of the body stays as it is only until the next one is asked for; the last one stays. */
  readonly areLent?: boolean;
  /** Ends the transfer. */
  end(): void;
}

/** Thrown where an answer did not come, or not whole; the cause tells why. Another try may go well. */
export class BrokenOffError extends Error {
  override readonly name: string = 'BrokenOffError';
}

/** Thrown where an answer came that is none to use. Another try would bring the same. */
export class UnusableAnswerError extends Error {
  override readonly name: string = 'UnusableAnswerError';
}

/** What goes with an answer that is no success. */
export interface RefusalDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** Where GitHub documents what was asked. */
  readonly source?: string;
}

/** An answer that is no success. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: string | undefined;

  constructor(status: number, message: string, { headers = {}, source }: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.source = source;
  }
}

/** Throws a {@link Refusal}, in the place of a value. */
export function refuse(status: number, message: string, details?: RefusalDetails): never {
  throw new Refusal(status, message, details);
}

/** An answer that is no success. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Throws a {@link Refusal}, in the place of a value. */
export function refuse(status: number, message: string): never {
  throw new Refusal(status, message);
}

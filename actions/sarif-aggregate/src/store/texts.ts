import type { NormalResult } from '@actions-aws/findings';

/** What reports tell of a result that neither its row nor its rule has. */
export interface Texts {
  readonly message: string;
  readonly version?: string;
  readonly fixed?: string;
}

/**
 * Gives these texts as JSON, mostly the message alone. They are spilled apart from the whole result: reports read them in an order of
 * their own, and they are a fifth of it.
 */
export function textsToSpill({ sarif, rule, subject }: NormalResult): string {
  const message = sarif.message.text ?? rule.summary ?? rule.id;
  if (subject.kind !== 'dependency') return JSON.stringify(message);
  return JSON.stringify([message, subject.version, subject.fixed]);
}

/** Reads what {@link textsToSpill} gave. */
export function textsIn(bytes: Buffer, start: number, end: number): Texts {
  const given: string | readonly [string, string | null, string | null] = JSON.parse(
    bytes.toString('utf8', start, end),
  );
  if (typeof given === 'string') return { message: given };
  const [message, version, fixed] = given;
  return { message, ...(version !== null && { version }), ...(fixed !== null && { fixed }) };
}

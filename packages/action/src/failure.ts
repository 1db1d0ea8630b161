import { Cancelled } from './cancellation.ts';
import { oneLine } from './inert.ts';
import { UserError } from './user-error.ts';

/** A failed run in words: what the annotation says, and what only the log needs. */
export interface Failure {
  readonly annotation: string;
  /** Stacks of the error and of its causes; empty when the annotation says it all. */
  readonly trace: string;
}

/**
 * Puts anything thrown into words. Of a `UserError`: message and hint. Of anything else: the message, and the AWS request id
 * that support asks for.
 */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof UserError) {
    return {
      annotation: thrown.hint === undefined ? thrown.message : `${thrown.message}\n${thrown.hint}`,
      trace: thrown.cause === undefined ? '' : trace(thrown.cause),
    };
  }
  if (thrown instanceof Cancelled) return { annotation: thrown.message, trace: '' };
  if (!(thrown instanceof Error)) {
    return { annotation: `Something that is not an error was thrown: ${oneLine(String(thrown))}`, trace: '' };
  }
  const requestId = first(thrown, (error) => text(metadata(error).requestId));
  const status = first(thrown, (error) => text(metadata(error).httpStatusCode));
  const facts = [
    thrown.name === 'Error' ? undefined : thrown.name,
    status && `HTTP ${status}`,
    requestId && `request id ${requestId}`,
  ].filter((fact) => fact);
  const what = oneLine(thrown.message) || thrown.name;
  return { annotation: facts.length === 0 ? what : `${what} (${facts.join(', ')})`, trace: trace(thrown) };
}

type Loose = Error & { readonly [key: string]: unknown };

/** The first answer along the chain of causes. */
function first(error: unknown, ask: (error: Loose) => string | undefined): string | undefined {
  for (let link = error, steps = 0; link instanceof Error && steps < 10; link = link.cause, steps += 1) {
    const answer = ask(link as Loose);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function metadata(error: Loose): { readonly requestId?: unknown; readonly httpStatusCode?: unknown } {
  const found = error.$metadata;
  return typeof found === 'object' && found !== null ? found : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)) : undefined;
}

/** Stacks only: other properties of an SDK's error hold whole requests, with headers. */
function trace(thrown: unknown): string {
  const stacks: string[] = [];
  for (
    let link = thrown;
    link !== undefined && stacks.length < 10;
    link = link instanceof Error ? link.cause : undefined
  ) {
    stacks.push(link instanceof Error ? (link.stack ?? `${link.name}: ${link.message}`) : String(link));
  }
  return stacks.join('\nCaused by: ');
}

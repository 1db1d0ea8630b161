import type { JournalEntry } from '@actions-aws/local-aws';

/** How one deployment went. */
export interface Deployment {
  /** From the start of its process to its end. */
  readonly wallMs: number;
  /** Requests, those included that were tried again. */
  readonly calls: number;
  /** From the first alias that users follow to the last, as the cloud saw them move; nothing where fewer than two did. */
  readonly windowMs: number | undefined;
  /** The same, as who deployed says. */
  readonly toldWindowMs?: number | undefined;
}

/** A way to deploy functions: measured on the same fleet, put back to its start before each run. */
export interface Way {
  /** As the figures call it. */
  readonly name: string;
  /** Deploys; rejects when that fails, or did not do what it says. */
  deploy(functions: readonly string[]): Promise<Deployment>;
}

/**
 * Time between the first and the last move of an alias that users follow. The journal has when a request arrived, and
 * its effect comes the simulated latency later, the same for all.
 */
export function windowIn(calls: readonly JournalEntry[]): number | undefined {
  const moves = calls.filter(
    ({ operation, effect, resource }) => operation === 'UpdateAlias' && effect && resource.endsWith(':live'),
  );
  const [first, last] = [moves.at(0), moves.at(-1)];
  return first && last && first !== last ? last.time - first.time : undefined;
}

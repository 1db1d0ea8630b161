import type { Clock } from '@actions-aws/action';
import type { Patience } from '@actions-aws/aws';
import type { Pointer, PointerContent } from '../pointer/pointer.ts';
import type { History } from './history.ts';

/** How long the history may keep users waiting, in milliseconds. */
const NOTE_MS = 5_000;

/** A way back that is about to be taken. */
export interface WayBack {
  /** Id of the distribution. */
  readonly site: string;
  readonly current: Pick<Pointer, 'release'>;
  readonly content: PointerContent;
}

/**
 * Notes a way back right before it, as any other move: a run that is killed between the two leaves a history that has what was taken back.
 * Users come first: what keeps the history from being written does not keep them with what failed. Returns why it is not written, as
 * sentences; nothing where it is.
 */
export async function noteBack(
  { site, current, content }: WayBack,
  {
    ports,
    clock,
    signal,
  }: {
    readonly ports: { under(patience: Patience): { readonly history: Pick<History, 'note'> } };
    readonly clock: Clock;
    /** Ends the way back itself, and not only its note. */
    readonly signal?: AbortSignal;
  },
): Promise<string> {
  const patience: Patience = { waitsOut: 'outages', until: clock.now() + NOTE_MS, ...(signal && { signal }) };
  try {
    await ports.under(patience).history.note(site, current, content);
    return '';
  } catch (error) {
    signal?.throwIfAborted();
    const { message, hint = '' } = error as Error & { readonly hint?: string };
    return `The history does not tell of this rollback. ${message} ${hint}`.trim();
  }
}

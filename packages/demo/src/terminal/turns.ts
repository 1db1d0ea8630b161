import type { Narrator, Stage } from './narrator.ts';

/** What a story is told with. */
export interface Means {
  readonly narrator: Narrator;
  /** When it aborts, the story ends. */
  readonly signal: AbortSignal;
  /** Builds the actions' bundles; a line for each action. */
  readonly bundles: () => Promise<readonly string[]>;
}

/** A story, told on a stage; tells whether all went as told. */
export type Tale = (stage: Stage, signal: AbortSignal) => Promise<boolean>;

/**
 * Lets stories happen at the same time, since each mostly waits for its cloud, and tells them one after another: what happens in one before its
 * turn is told as its turn comes. One that does not go as told is the last that is told.
 *
 * @returns whether all went as told.
 * @throws what the first one threw that failed, or the signal's reason; by then all have ended.
 */
export async function inTurns(stage: Stage, tales: readonly Tale[], signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  const all = tales.map((tale) => {
    const waiting = waitingStage(stage);
    const ended = tale(waiting, AbortSignal.any([signal, over.signal])).catch((error: unknown) => {
      // What ends since another has ended has not failed.
      if (!over.signal.aborted) failure = { error };
      over.abort();
      return false;
    });
    return { waiting, ended };
  });
  let asTold = true;
  for (const { waiting, ended } of all) {
    if (asTold) waiting.open();
    asTold &&= await ended;
    if (!asTold) over.abort();
  }
  await Promise.all(all.map(({ ended }) => ended));
  if (failure) throw failure.error;
  return asTold;
}

/** A stage that keeps what is said on it until it is opened. */
function waitingStage(stage: Stage): Stage & { open(): void } {
  let kept: string[] | undefined = [];
  return {
    isTTY: stage.isTTY,
    columns: stage.columns,
    write: (text) => (kept ? kept.push(text) : stage.write(text)),
    open() {
      const said = kept?.join('') ?? '';
      kept = undefined;
      stage.write(said);
    },
  };
}

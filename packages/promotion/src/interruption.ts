import { type Log, type State, type Summary, UserError } from '@actions-aws/action';
import type { Remember } from './context.ts';

/** What `main` leaves for `post`: who it was, and the pointers that it may move. */
export interface Left<Place> {
  readonly nonce: string;
  readonly places: readonly Place[];
}

type Keeps = { readonly state: State };

/** Keeps for `post` who `main` is and what it may move; the answer keeps how far it came. */
export function rememberFor<Place>({ state }: Keeps, { nonce, places }: Left<Place>): Remember {
  state.save('places', JSON.stringify(places));
  state.save('nonce', nonce);
  return (fact) => state.save('reached', fact);
}

/** Whether `main` ended where users may have what is not proved: only then has `post` anything to do. */
export function wasInterrupted({ state }: Keeps): boolean {
  return state.read('reached') === 'moving';
}

/**
 * Reads what {@link rememberFor} kept; nothing where `main` came to an end of its own, or had moved nothing.
 *
 * @throws UserError where it cannot be read: then no pointer is touched.
 */
export function readLeft<Place>(keeps: Keeps, isPlace: (value: unknown) => value is Place): Left<Place> | undefined {
  if (!wasInterrupted(keeps)) return undefined;
  const nonce = keeps.state.read('nonce');
  const places = parsed(keeps.state.read('places'));
  // An empty nonce would be found in every pointer that carries none.
  if (!nonce || !Array.isArray(places) || !places.every(isPlace)) {
    throw new UserError(
      'What the interrupted run left behind for this step cannot be read, so nothing was taken back.',
      { hint: 'Look at what users reach, then run the job again: it goes on from what it finds.' },
    );
  }
  return { nonce, places };
}

/**
 * The end of a job whose `main` was killed between giving the first users to the candidate and proving what all of them
 * meet: each pointer is taken back, if it still holds what this run wrote, and what became of it is logged and summarised.
 */
export async function finishInterrupted<Place>(
  run: Keeps & { readonly log: Log; readonly summary: Summary; fail(error: UserError): void },
  how: {
    /** The action's name. */
    readonly action: string;
    isPlace(value: unknown): value is Place;
    /** Takes one back, and says what became of it; a `UserError` where it must be red. */
    takeBack(place: Place, nonce: string): Promise<string>;
  },
): Promise<void> {
  const left = readLeft(run, how.isPlace);
  if (!left) return;
  const bugs: unknown[] = [];
  run.summary.heading(`${how.action} was interrupted`);
  // All at the same time, since all have the same time: an outage over one must not use up that of the others.
  const ends = await Promise.allSettled(left.places.map((place) => how.takeBack(place, left.nonce)));
  for (const end of ends) {
    if (end.status === 'fulfilled') {
      run.log.info(end.value);
      run.summary.paragraph(end.value);
    } else if (end.reason instanceof UserError) run.fail(end.reason);
    else bugs.push(end.reason);
  }
  if (bugs.length > 0) throw bugs[0];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

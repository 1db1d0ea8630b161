import { type State, UserError } from '@actions-aws/action';
import type { Request } from '../inputs/resolve.ts';
import type { Remember } from '../ports.ts';

interface Keeps {
  readonly state: State;
}

/** Keeps for `post` how far `main` came, and who it was. */
export function rememberFor({ state }: Keeps, requests: readonly Request[]): Remember {
  const aliases = requests.map(({ desired: { functionName, alias } }) => ({ functionName, name: alias }));
  state.save('aliases', JSON.stringify(aliases));
  state.save('nonce', requests[0]?.desired.deployer.owner.nonce ?? '');
  return (fact) => state.save('reached', fact);
}

/** What `main` left behind where it was interrupted: who it was, and the aliases that it may have moved. */
export interface Reached {
  readonly nonce: string;
  readonly aliases: readonly { readonly functionName: string; readonly name: string }[];
}

/** What {@link rememberFor} kept; nothing where `main` came to an end of its own, or to nothing. */
export function readReached(keeps: Keeps): Reached | undefined {
  if (!wasInterrupted(keeps)) return undefined;
  const nonce = keeps.state.read('nonce');
  const aliases = parsed(keeps.state.read('aliases'));
  // A nonce that is empty would be found wherever nobody wrote one.
  if (!nonce || !Array.isArray(aliases) || !aliases.every(isPlace)) {
    throw new UserError(
      'What the interrupted run left behind for this step cannot be read, so no alias was taken back.',
      {
        hint: 'Look at what the aliases point to, then run the job again: it goes on from what it finds.',
      },
    );
  }
  return { nonce, aliases };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): value is Reached['aliases'][number] {
  const { functionName, name } = (value ?? {}) as Record<string, unknown>;
  return typeof functionName === 'string' && typeof name === 'string';
}

/** Whether `main` ended where users may have code that is not proved: only then has `post` anything to do. */
export function wasInterrupted({ state }: Keeps): boolean {
  return state.read('reached') === 'moving';
}

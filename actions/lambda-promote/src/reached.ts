import type { State } from '@actions-aws/action';
import type { Remember } from './ports.ts';
import type { Request } from './resolve.ts';

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

/** Whether `main` ended where users may have code that is not proved: only then has `post` anything to do. */
export function wasInterrupted({ state }: Keeps): boolean {
  return state.read('reached') === 'moving';
}

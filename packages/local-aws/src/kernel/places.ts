import type { Identifiers } from './identifiers.ts';
import type { Place } from './service.ts';
import type { Timeline } from './timeline.ts';
import type { HostedService } from './wire/model.ts';

/** An account and a region. */
export interface Where {
  readonly account: string;
  readonly region: string;
}

/** The state of every service, in every account and region. */
export interface Places {
  /** What clients reach the local cloud by. */
  readonly endpoint: string;
  /** The service's place there; made when first asked for. */
  at(service: HostedService, where: Where): Place<never>;
  /** A copy of all there is. */
  copy(): PlacesCopy;
  /** Puts a copy back; without one, everything is as at the start. */
  restore(copy?: PlacesCopy): void;
}

/** All state, keyed by service, account and region. */
export type PlacesCopy = ReadonlyMap<string, unknown>;

/** Makes the places. `endpoint` is asked late, as the port is known only once the server listens. */
export function places(clock: Timeline, ids: Identifiers, endpoint: () => string): Places {
  let states = new Map<string, unknown>();

  function stateOf(service: HostedService, { account, region }: Where): unknown {
    const key = service.scope === 'partition' ? service.name : `${service.name}/${account}/${region}`;
    if (!states.has(key)) states.set(key, service.initialState());
    return states.get(key);
  }

  return {
    get endpoint() {
      return endpoint();
    },
    at: (service, where) => ({
      ...where,
      // Asked for each time: a restore puts another state in its place.
      get state() {
        return stateOf(service, where) as never;
      },
      clock,
      get endpoint() {
        return endpoint();
      },
      newId: () => ids.next(),
    }),
    copy: () => structuredClone(states),
    restore(copy) {
      states = structuredClone(new Map(copy ?? []));
    },
  };
}

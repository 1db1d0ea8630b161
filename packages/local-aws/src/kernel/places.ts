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
  /** Every place of the service that was asked for so far. */
  of(service: HostedService): readonly Place<never>[];
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

  /** Of each service, by account and region: services ask for each other's places all the time. */
  const known = new WeakMap<HostedService, Map<string, Place<never>>>();

  function at(service: HostedService, { account, region }: Where): Place<never> {
    const places = known.get(service) ?? new Map<string, Place<never>>();
    known.set(service, places);
    const key = `${account}/${region}`;
    const place = places.get(key) ?? placeOf(service, { account, region });
    places.set(key, place);
    return place;
  }

  function placeOf(service: HostedService, where: Where): Place<never> {
    return {
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
    };
  }

  return {
    get endpoint() {
      return endpoint();
    },
    at,
    of(service) {
      if (service.scope === 'partition') {
        return states.has(service.name) ? [at(service, { account: '', region: '' })] : [];
      }
      return [...states.keys()].flatMap((key) => {
        const [name, account = '', region = ''] = key.split('/');
        return name === service.name && account !== '' ? [at(service, { account, region })] : [];
      });
    },
    copy: () => structuredClone(states),
    restore(copy) {
      states = structuredClone(new Map(copy ?? []));
    },
  };
}

import { settle } from './engine/settle.ts';
import { type EcsPlace, findService } from './place.ts';
import type { EcsPorts } from './ports.ts';
import type { Guesses, Pace, ServiceRecord } from './state.ts';
import { assertScript, type TaskScript } from './tasks/script.ts';

/** What a test can arrange beyond AWS's API, reached as `ecs.<method>` of the control API; all that is due happens before. */
export function control(ports: EcsPorts): Methods {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]): [string, Methods[string]] => [
      name,
      (place, argument) => {
        settle(place, ports);
        return method(place, argument);
      },
    ]),
  );
}

type Methods = Readonly<Record<string, (place: EcsPlace, argument: never) => unknown>>;

const methods = {
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: EcsPlace, change: Partial<Pace> = {}): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },

  /** Sets what ECS does where AWS does not say; what is left out stays. Returns all. */
  guesses({ state }: EcsPlace, change: Partial<Guesses> = {}): Guesses {
    state.guesses = { ...state.guesses, ...change };
    return state.guesses;
  },

  /** Says what tasks of an image do that start from now on. */
  script({ state }: EcsPlace, script: TaskScript): void {
    assertScript(script);
    state.scripts.set(script.digest, script);
  },

  /** Says for how many tasks there is room at once; nothing for as many as are asked for. */
  capacity({ state }: EcsPlace, { tasks }: { readonly tasks?: number } = {}): void {
    state.capacity = tasks;
  },

  /** What auto scaling does: sets the desired count of a service, as UpdateService does. */
  scale(place: EcsPlace, { service, cluster, desiredCount }: Named & { readonly desiredCount: number }): void {
    const found = named(place, { service, cluster });
    found.desiredCount = desiredCount;
    found.steady = false;
    found.wake = place.clock.now();
  },

  /** Makes a service one that CreateExpressGatewayService has made: ECS manages its resources. */
  express(place: EcsPlace, which: Named): void {
    const found = named(place, which);
    found.settings = { ...found.settings, resourceManagementType: 'ECS' };
  },
};

interface Named {
  readonly service: string;
  readonly cluster?: string | undefined;
}

function named(place: EcsPlace, { service, cluster }: Named): ServiceRecord {
  const found = findService(place, service, cluster);
  if (!found) throw new Error(`There is no service ${service} in ${place.account} ${place.region}`);
  return found;
}

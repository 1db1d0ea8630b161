import type { Clock } from '@actions-aws/action';
import {
  type ImageName,
  openRegistry,
  openRegistryToWrite,
  type Registry,
  type RegistryOptions,
  type WritableRegistry,
} from '../../src/index.ts';

/** A clock on which time passes only by sleeping, at once. */
export interface QuickClock extends Clock {
  /** What was slept, in milliseconds. */
  readonly slept: readonly number[];
  /** Lets time pass. */
  pass(ms: number): void;
}

/** A new {@link QuickClock}. */
export function quickClock(): QuickClock {
  let now = Date.UTC(2026, 10, 29);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    pass(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

/** The repository `team/api` of a registry, without a login, and a minute to try again in. */
export function opened(host: string, given: Partial<RegistryOptions> = {}): Registry {
  return openRegistry(team(host), optionsWith(given));
}

/** The same to write to, or another repository of the registry. */
export function openedToWrite(
  host: string,
  { name = team(host), ...given }: Partial<RegistryOptions> & { readonly name?: ImageName } = {},
): WritableRegistry {
  return openRegistryToWrite(name, optionsWith(given));
}

/** What a registry is opened with, where a test says nothing else. */
export function optionsWith(given: Partial<RegistryOptions>): RegistryOptions {
  const clock = given.clock ?? quickClock();
  return {
    env: {},
    action: 'test',
    mask() {},
    signal: new AbortController().signal,
    until: clock.now() + 60_000,
    ...given,
    clock,
  };
}

/** The name of the repository. */
export function team(registry: string): ImageName {
  return { registry, repository: 'team/api' };
}

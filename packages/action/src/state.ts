import { existsSync } from 'node:fs';
import * as core from '@actions/core';

/** What `main` leaves for `post` of the same step. Nothing else can read it. */
export interface State {
  /** Written at once, so that it survives a `main` that is killed later. */
  save(name: string, value: string): void;
  /** The empty string when nothing was saved. */
  read(name: string): string;
}

/** The runner's state; without a runner it lives as long as the process. */
export function runnerState(env: Readonly<Record<string, string | undefined>>): State {
  const saved = new Map<string, string>();
  return {
    save(name, value) {
      saved.set(name, value);
      if (existsSync(env.GITHUB_STATE ?? '')) core.saveState(name, value);
    },
    read: (name) => saved.get(name) ?? core.getState(name),
  };
}

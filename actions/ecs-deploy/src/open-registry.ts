import type { Budget } from '@actions-aws/promotion';
import type { OpenRegistry } from './images.ts';
import type { EcsDeploy } from './inputs/inputs.ts';
import { ACTION } from './plan/ownership.ts';

/** Opens the repositories of images for a run, which waits for them until its deadline; loaded by the first one. */
export function registriesFor(
  { env, log, clock, signal }: Pick<EcsDeploy, 'env' | 'log' | 'clock' | 'signal'>,
  { deadline: until }: Budget,
): OpenRegistry {
  const say = { tell: (line: string) => log.info(line), mask: (secret: string) => log.mask(secret) };
  return async (name) => {
    const { openRegistry } = await import('@actions-aws/registry');
    return openRegistry(name, { env, action: ACTION, clock, signal, until, ...say });
  };
}

import type { Budget } from '@actions-aws/promotion';
import type { LambdaPromote } from '../inputs/inputs.ts';
import type { OpenRegistry } from './image.ts';

/** Opens the repositories of images for a run, which waits for them until its deadline; loaded by the first one. */
export function registriesFor(
  { env, log, clock }: Pick<LambdaPromote, 'env' | 'log' | 'clock'>,
  { deadline: until }: Budget,
): OpenRegistry {
  const say = { tell: (line: string) => log.info(line), mask: (secret: string) => log.mask(secret) };
  return async ({ name }, signal) => {
    const { openRegistry } = await import('@actions-aws/registry');
    return openRegistry(name, { env, action: 'lambda-promote', clock, signal, until, ...say });
  };
}

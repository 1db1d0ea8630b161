import { openRegistry, openRegistryToWrite, type RegistryOptions } from '@actions-aws/registry';
import { ageInRun } from '@actions-aws/registry/order';
import { later } from './grace.ts';
import type { ImagePromote } from './inputs/inputs.ts';
import { desiredBy } from './inputs/together.ts';
import { promote } from './promote.ts';
import { report } from './report/report.ts';

/** Promotes, over registries that are opened with what `more` adds. */
export async function main(run: ImagePromote, more: Partial<RegistryOptions> = {}): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const desired = desiredBy(inputs);
  for (const line of inputs.moving.passedOver) log.info(line);
  const deadline = clock.now() + inputs.timeout;
  const patience = { clock, until: deadline, tell: (line: string) => log.info(line) };
  const mask = (secret: string) => log.mask(secret);
  const options = {
    ...patience,
    env,
    action: 'image-promote',
    signal: later(signal, clock),
    mask,
    carriesBlobs: true,
    ...more,
  };
  const to = openRegistryToWrite(desired.to, options);
  const from = desired.isSame ? to : openRegistry(desired.from, options);
  const { token = '', workingDirectory: directory } = inputs;
  const { GITHUB_REPOSITORY: repository = '' } = env;
  const instead = 'check the code out, so that git answers instead';
  const connect = async () =>
    (await import('@actions-aws/github')).clientOver({ ...patience, repository, token, env, signal, instead });
  const canAsk = token !== '' && repository !== '';
  const age = ageInRun({ env, directory, ...(canAsk && { connect }) });
  const context = { ports: { from, to, age }, log, clock, signal, budget: { deadline } };
  report(await promote(desired, inputs, context), run);
}

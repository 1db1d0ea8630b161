import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEntry } from '@actions-aws/local-aws';
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { lambdaDomain } from '../../../../src/lambda/domain.ts';
import { usersOf } from '../../../../src/lambda/users.ts';
import { lambdaView } from '../../../../src/lambda/view.ts';
import { codeOf, type LambdaWorld, lambdaWorld } from '../../../../src/lambda/world.ts';
import type { Trial } from '../../../../src/sweeps/trial.ts';

/** Folder of the careless action. */
export const careless = join(import.meta.dirname, '..', '..');

/** A function with two aliases, and its code to come in a workspace. */
export interface CarelessWorld extends LambdaWorld {
  readonly workspace: string;
}

/** Makes such a world; a change is complete at the first look. */
export async function carelessWorld(scale: number): Promise<CarelessWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  writeFileSync(join(workspace, 'new.zip'), codeOf('new').bytes);
  const made = await lambdaWorld({ scale });
  const { lambda, functionName: FunctionName, cloud } = made;
  await cloud.control.call('lambda.pace', { update: 0, publish: 0 }, { region: 'eu-west-1' });
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  for (const Name of ['live', 'beta']) {
    await lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
  }
  return {
    ...made,
    workspace,
    async stop() {
      await made.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** A promotion by the careless action, with this flaw. */
export function promotionThat(flaw: string): Trial<CarelessWorld> {
  return {
    name: 'a promotion',
    purpose: 'promote',
    domain: lambdaDomain,
    world: carelessWorld,
    step: ({ cloud, workspace, functionName }) => ({
      action: careless,
      cloud,
      workspace,
      scaleTime: cloud.clock.scale,
      inputs: { functions: functionName, zip: 'new.zip', flaw },
    }),
    settled: ({ lambda, functionName }) => lambdaView(lambda, functionName),
    pointer: async (world) => (await world.alias())?.version,
    users: ({ cloud, functionName }) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2'] }),
  };
}

/**
 * A promotion of both aliases by an action whose calls no run knows the aliases of by name; after each case `noted` has what the journal has
 * been asked for.
 */
export function bothAliases(noted: string[], isAskedFor: (entry: JournalEntry) => boolean): Trial<CarelessWorld> {
  const trial = promotionThat('takes live for both');
  return {
    ...trial,
    domain: { ...lambdaDomain, resourceOf: ({ resource }) => resource.replace(/:(live|beta)$/, ':*') },
    async settled(world) {
      noted.push(
        ...(await world.cloud.control.journal())
          .filter(isAskedFor)
          .map(({ resource }) => resource.split(':').at(-1) ?? ''),
      );
      return trial.settled(world);
    },
  };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { lambdaView } from '../../../src/lambda-view.ts';
import { codeOf, type LambdaWorld, lambdaWorld } from '../../../src/lambda-world.ts';
import type { Trial } from '../../../src/trial.ts';
import { usersWhenAsked } from '../../../src/users.ts';

/** A function with its code to come in a workspace, on a stepped clock. */
export interface CarelessWorld extends LambdaWorld {
  readonly workspace: string;
}

async function carelessWorld(): Promise<CarelessWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  writeFileSync(join(workspace, 'new.zip'), codeOf('new').bytes);
  const made = await lambdaWorld({ scale: 0 });
  const { lambda, functionName: FunctionName } = made;
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  for (const Name of ['live', 'other']) {
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

/** A promotion by the careless action, in this process. */
export function promotionThat(flaw: string): Trial<CarelessWorld> {
  return {
    purpose: 'promote',
    world: carelessWorld,
    step: ({ cloud, workspace, functionName }) => ({
      action: join(import.meta.dirname, '..'),
      cloud,
      workspace,
      inputs: { functions: functionName, zip: 'new.zip', flaw },
    }),
    async settled({ lambda, functionName }) {
      const { aliases } = await lambdaView(lambda, functionName);
      // Sent again, the same code is a version of its own.
      return { ...aliases, live: aliases.live?.version === '1' ? 'old' : 'new' };
    },
    pointer: async (world) => (await world.alias())?.version,
    users: ({ cloud, functionName }) =>
      usersWhenAsked({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2', '3'] }),
  };
}

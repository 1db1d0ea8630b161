import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { lambdaView } from '../src/lambda-view.ts';
import { codeOf, type LambdaWorld, lambdaWorld } from '../src/lambda-world.ts';
import { everyCrashPointStepped } from '../src/stepped/every-crash-point.ts';
import type { Trial } from '../src/trial.ts';
import { usersWhenAsked } from '../src/users.ts';

// As for the loops over processes: the sweep is only worth what it finds.

interface CarelessWorld extends LambdaWorld {
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

function promotionThat(flaw: string): Trial<CarelessWorld> {
  return {
    purpose: 'promote',
    world: carelessWorld,
    step: ({ cloud, workspace, functionName }) => ({
      action: join(import.meta.dirname, 'careless-action'),
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

test('an action that goes on from what it finds passes, wherever and however it is killed', async () => {
  const { failures, tried } = await everyCrashPointStepped(promotionThat('none'), {
    aftermaths: ['gone', 'post', 'late'],
  });
  expect(failures).toEqual([]);
  // Eight calls before and after their effect, with and without a post step, and three writes that come late.
  expect(tried).toBe(8 * 2 * 2 + 3);
}, 60_000);

test('an end state that depends on how often it ran is found, and whether a request beside the call was lost', async () => {
  const { failures } = await everyCrashPointStepped(promotionThat('counts'), {
    choose: (points) => points.filter(({ resource, when }) => resource.endsWith(':other') && when === 'before'),
  });
  expect(failures).toEqual([
    'killed before call 1 of UpdateAlias on function:search-api:other, the others applied: ended in another state: other.description is "from 2", not "from 1"',
  ]);
}, 60_000);

test('users who meet what was never proved complain', async () => {
  await expect(everyCrashPointStepped(promotionThat('shows $LATEST'))).rejects.toThrow('a user met version $LATEST');
}, 60_000);

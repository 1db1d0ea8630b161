import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text, UserError } from '@actions-aws/action';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { deployer as deploys } from '../../../src/stepped/step.ts';

/** What `main.mjs` does, in this process, with the flaws that the sweeps find. */
export const deployer = deploys({
  inputs: { functions: text(), zip: text(), flaw: text() },
  outputs: ['outcome'],
  async main({ inputs, env, clock, outputs, fail }, connect) {
    const { functions: FunctionName, zip, flaw } = inputs;
    const ZipFile = await readFile(join(env.GITHUB_WORKSPACE ?? '', zip));
    const lambda = connect(LambdaClient, { attempts: flaw === 'gives up' || flaw === 'lies' ? 1 : 5 });
    const live = { FunctionName, Name: 'live' };
    const settled = async () => {
      for (;;) {
        const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        if (latest.LastUpdateStatus === 'Successful') return;
        await clock.sleep(1_000);
      }
    };
    const move = async (FunctionVersion: string | undefined) => {
      for (let left = 3; ; left -= 1) {
        try {
          return await lambda.send(new UpdateAliasCommand({ ...live, FunctionVersion }));
        } catch (error) {
          if ((error as Error).name !== 'ResourceConflictException' || left === 0) throw error;
          await clock.sleep(1_000);
        }
      }
    };
    const promote = async () => {
      const { FunctionVersion: before } = await lambda.send(new GetAliasCommand(live));
      if (flaw === 'shows $LATEST') await move('$LATEST');
      await settled();
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      await settled();
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
      // Both at once: one of them may be lost.
      await Promise.all([
        move(Version),
        ...(flaw === 'counts'
          ? [lambda.send(new UpdateAliasCommand({ ...live, Name: 'other', Description: `from ${before}` }))]
          : []),
      ]);
      return 'promoted';
    };
    try {
      outputs.set('outcome', await promote());
    } catch (error) {
      if (flaw === 'gives up') throw error;
      const now = await lambda.send(new GetAliasCommand(live)).catch(() => undefined);
      const outcome = now ? (now.FunctionVersion === '1' ? 'failed' : 'rollback-failed') : 'unknown';
      outputs.set('outcome', flaw === 'lies' ? 'failed' : outcome);
      fail(new UserError(`Could not promote ${FunctionName}: ${(error as Error).message}`));
    }
  },
});

import { codeOf } from '@actions-aws/testing';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import type { StageWorld } from './stage-world.ts';

/** What each write gave the alias: `1` for all users on version 1, `1+2:0.1` for a tenth of them on version 2. */
export async function written(the: StageWorld, functionName = the.functionName): Promise<readonly string[]> {
  const journal = await the.cloud.control.journal();
  return journal
    .filter(
      ({ operation, resource, effect }) =>
        effect && operation === 'UpdateAlias' && resource.endsWith(`${functionName}:live`),
    )
    .map(({ input }) => {
      const { FunctionVersion = '', RoutingConfig } = input as {
        FunctionVersion?: string;
        RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
      };
      const [split] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
      return split ? `${FunctionVersion}+${split.join(':')}` : FunctionVersion;
    });
}

/** Leaves what a run that is gone, or still at work, has left: version 2 with a tenth of the users, beside version 1. */
export async function leaveCanary(
  the: StageWorld,
  { run = '77.1', leaseMs, held = false }: { readonly run?: string; readonly leaseMs: number; readonly held?: boolean },
): Promise<void> {
  await the.promote({ code: codeOf('v2'), until: 'staged' });
  await the.cloud.control.clearJournal();
  const until = `${new Date(the.cloud.clock.now() + leaseMs).toISOString().slice(0, 19)}Z`;
  const canary = `${held ? 'held' : 'canary'}=2 share=10% until=${until}`;
  await the.lambda.send(
    new UpdateAliasCommand({
      FunctionName: the.functionName,
      Name: 'live',
      FunctionVersion: '1',
      Description: `lambda-promote to=1 ${canary} run=${run} nonce=99999999 order=aaaaaaaaaaaa:1`,
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    }),
  );
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

/** What the workflow gives. */
export interface Asked {
  readonly functions: string;
  readonly zip: string;
  /** What is wrong with this promotion; `none` for one that gets over crashes and faults. */
  readonly flaw: string;
  readonly workspace: string;
}

/** What it acts with: as a process, or on a stage. */
export interface Means {
  readonly lambda: LambdaClient;
  sleep(ms: number): Promise<unknown>;
}

/** How it ended. */
export interface Ended {
  readonly outcome: string;
  /** What the annotation says of a red end. */
  readonly error?: string;
}

/** How often a request is made, at most, by one with this flaw. */
export function attemptsOf(flaw: string): number {
  return flaw === 'gives up' || flaw === 'lies' ? 1 : 5;
}

/** A promotion in few lines that gets over crashes and faults; with a flaw it does not. */
export async function promote(asked: Asked, means: Means): Promise<Ended> {
  const { functions: FunctionName, flaw } = asked;
  const live = () => means.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
  if (!/^[\w-]+$/.test(FunctionName)) {
    if (flaw === 'looks first') await live().catch(() => {});
    const error = flaw === 'mumbles' ? 'Bad input.' : 'Input `functions` must be the name of a function.';
    return { outcome: 'failed', error };
  }
  try {
    await move(asked, means);
    return { outcome: 'promoted' };
  } catch (thrown) {
    if (flaw === 'gives up') throw thrown;
    const now = await live().catch(() => undefined);
    const outcome = now ? (now.FunctionVersion === '1' ? 'failed' : 'rollback-failed') : 'unknown';
    const error = `Could not promote ${FunctionName}: ${(thrown as Error).message}`;
    return { outcome: flaw === 'lies' ? 'failed' : outcome, error };
  }
}

async function move({ functions: FunctionName, zip, flaw, workspace }: Asked, { lambda, sleep }: Means): Promise<void> {
  const read = (Name: string) => lambda.send(new GetAliasCommand({ FunctionName, Name }));
  const point = async (FunctionVersion: string | undefined, Name = 'live') => {
    for (let left = 3; ; left -= 1) {
      try {
        return await lambda.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion }));
      } catch (error) {
        if ((error as Error).name !== 'ResourceConflictException' || left === 0) throw error;
        await sleep(1_000);
      }
    }
  };
  const settle = async () => {
    for (;;) {
      const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (latest.LastUpdateStatus === 'Successful') return latest.CodeSha256;
      await sleep(1_000);
    }
  };
  const before = (await read('live')).FunctionVersion;
  if (flaw === 'differs each time' && !existsSync(join(workspace, 'seen'))) {
    writeFileSync(join(workspace, 'seen'), '');
    await read('live');
  }
  if (flaw === 'shows $LATEST') await point('$LATEST');
  const ZipFile = readFileSync(join(workspace, zip));
  const isThere = (await settle()) === createHash('sha256').update(ZipFile).digest('base64');
  if (!isThere) await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await settle();
  await lambda.send(new InvokeCommand({ FunctionName, Qualifier: '$LATEST' }));
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  const alone = /^takes (live|beta) for both$/.exec(flaw)?.[1];
  // What it finds moved, it takes for a sign that both are.
  if (alone && (await read(alone)).FunctionVersion === Version) return;
  // Both at once: one of them may be lost.
  await Promise.all([
    point(Version),
    ...(alone ? [point(Version, 'beta')] : []),
    ...(flaw === 'counts'
      ? [lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'beta', Description: `from ${before}` }))]
      : []),
  ]);
}

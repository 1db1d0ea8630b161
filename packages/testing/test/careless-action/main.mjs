// A promotion in few lines that gets over crashes and faults; with a flaw it does not.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

const {
  INPUT_FUNCTIONS: FunctionName,
  INPUT_ZIP: zip,
  INPUT_FLAW: flaw,
  GITHUB_WORKSPACE,
  GITHUB_OUTPUT,
} = process.env;
const lambda = new LambdaClient({
  maxAttempts: flaw === 'gives up' || flaw === 'lies' ? 1 : 5,
  // The first bounds the wait for an answer, the second that for the rest of it.
  requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true, socketTimeout: 20_000 },
});
const send = (Command, more = {}) => lambda.send(new Command({ FunctionName, ...more }));
const live = () => send(GetAliasCommand, { Name: 'live' });
const move = async (FunctionVersion) => {
  for (let left = 3; ; left -= 1) {
    try {
      return await send(UpdateAliasCommand, { Name: 'live', FunctionVersion });
    } catch (error) {
      if (error.name !== 'ResourceConflictException' || left === 0) throw error;
      await wait(1_000);
    }
  }
};

async function settle() {
  for (;;) {
    const { LastUpdateStatus, CodeSha256 } = await send(GetFunctionConfigurationCommand);
    if (LastUpdateStatus === 'Successful') return CodeSha256;
    await wait(1_000);
  }
}

async function promote() {
  const before = (await live()).FunctionVersion;
  if (flaw === 'differs each time' && !existsSync(join(GITHUB_WORKSPACE, 'seen'))) {
    writeFileSync(join(GITHUB_WORKSPACE, 'seen'), '');
    await live();
  }
  if (flaw === 'shows $LATEST') await move('$LATEST');
  const ZipFile = readFileSync(join(GITHUB_WORKSPACE, zip));
  const isThere = (await settle()) === createHash('sha256').update(ZipFile).digest('base64');
  if (!isThere) await send(UpdateFunctionCodeCommand, { ZipFile });
  await settle();
  await send(InvokeCommand, { Qualifier: '$LATEST' });
  const { Version } = await send(PublishVersionCommand);
  const alone = /^takes (live|beta) for both$/.exec(flaw)?.[1];
  if (alone) {
    // What it finds moved, it takes for a sign that both are.
    if ((await send(GetAliasCommand, { Name: alone })).FunctionVersion === Version) return 'promoted';
    const both = ['live', 'beta'].map((Name) => send(UpdateAliasCommand, { Name, FunctionVersion: Version }));
    await Promise.all(both);
    return 'promoted';
  }
  await move(Version);
  if (flaw === 'counts') await send(UpdateAliasCommand, { Name: 'live', Description: `${before} ${Version}` });
  return 'promoted';
}

const say = (outcome) => appendFileSync(GITHUB_OUTPUT, `outcome=${outcome}\n`);
const fail = (message) => {
  process.stdout.write(`::error::${message}\n`);
  process.exitCode = 1;
};

if (!/^[\w-]+$/.test(FunctionName)) {
  say('failed');
  if (flaw === 'looks first') await live().catch(() => {});
  fail(flaw === 'mumbles' ? 'Bad input.' : 'Input `functions` must be the name of a function.');
} else if (flaw === 'gives up') {
  say(await promote());
} else {
  try {
    say(await promote());
  } catch (error) {
    const now = await live().catch(() => undefined);
    const outcome = now ? (now.FunctionVersion === '1' ? 'failed' : 'rollback-failed') : 'unknown';
    say(flaw === 'lies' ? 'failed' : outcome);
    fail(`Could not promote ${FunctionName}: ${error.message}`);
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { USER_ACCESS_KEY } from '@actions-aws/testing';
import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { buildBundles } from './bundles.ts';
import { chapters, functionName } from './chapters.ts';
import { createFunction } from './infrastructure.ts';
import { play } from './play.ts';
import { page } from './report/page.ts';
import { findingsOf, findingsOfStory, type Played, type Story } from './story.ts';
import { nowSentence, usersSentence } from './telling.ts';
import type { Narrator } from './terminal.ts';
import { type Users, usersArrive } from './users.ts';

/** Milliseconds between two chapters: long enough to see users live with what has just happened. */
const pauseMs = 2_500;

/**
 * Tells the whole story on a local cloud of its own, and writes the report.
 *
 * @returns whether all went as told.
 * @throws the signal's reason when it aborts; by then everything that was started has ended.
 */
export async function demo(options: {
  readonly narrator: Narrator;
  readonly reportFile: string;
  readonly signal: AbortSignal;
}): Promise<boolean> {
  const { narrator, reportFile, signal } = options;
  narrator.title('From commit to users: deploying a Lambda function on a cloud that runs on this machine');
  narrator.paragraph('No AWS account is used, and nothing leaves this machine.');
  narrator.gap();
  await rm(reportFile, { force: true });
  narrator.now('building the bundles …');
  const [first, ...others] = await buildBundles(signal);
  narrator.now('');
  narrator.fact('actions', [first, ...others].join('\n'));

  const cloud = await startLocalAws();
  const workspace = await mkdtemp(path.join(tmpdir(), 'search-api-'));
  const lambda = client(cloud, 'AKIAPEOPLE');
  // A user sees the first answer, so nothing is tried again.
  const usersClient = client(cloud, USER_ACCESS_KEY, { maxAttempts: 1 });
  let users: Users | undefined;
  const played: Played[] = [];
  const began = cloud.clock.now();
  const story = (): Story => ({ chapters, played, visits: users?.visits ?? [], began, ended: cloud.clock.now() });
  const arrive = () => {
    users ??= usersArrive(usersClient, { clock: cloud.clock, onVisit: () => narrator.now(nowSentence(story())) });
    return users;
  };
  try {
    narrator.fact('cloud', `${cloud.endpoint}, strict where AWS is strict`);
    await createFunction(lambda);
    narrator.fact('function', `${functionName}, made as infrastructure code would make it; nothing is live yet`);
    for (const [index, chapter] of chapters.entries()) {
      const last = await play(chapter, index + 1, { cloud, lambda, narrator, workspace, users: arrive, signal });
      played.push(last);
      await cloud.clock.sleep(pauseMs, signal);
      if (findingsOf(last).some(({ held }) => !held)) break;
      if (index < chapters.length - 1) narrator.paragraph(usersSentence(story()));
    }
    await users?.leave();
    narrator.now('');
    const whole = story();
    await writeFile(reportFile, page(whole));
    return conclude(whole, reportFile, narrator);
  } finally {
    narrator.now('');
    await users?.leave();
    lambda.destroy();
    usersClient.destroy();
    await cloud.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

function client({ endpoint }: LocalAws, accessKeyId: string, settings: LambdaClientConfig = {}): LambdaClient {
  return new LambdaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    ...settings,
  });
}

function conclude(story: Story, reportFile: string, narrator: Narrator): boolean {
  const wrong = findingsOfStory(story).filter(({ held }) => !held);
  narrator.title(wrong.length === 0 ? 'What users saw' : 'It did not go as told');
  narrator.paragraph(`${usersSentence(story)}${wrong.length === 0 ? ' Nobody met the broken build.' : ''}`);
  for (const { expected, found } of wrong) narrator.verdict(false, `Expected: ${expected}. Found: ${found}.`);
  narrator.gap();
  narrator.fact('report', `${path.basename(reportFile)} shows it second by second; open it in a browser`);
  narrator.fact('try next', 'examples/search-api/.github/workflows/deploy.yml is the workflow to copy');
  narrator.fact('', 'npm run local-aws -- --port 4566 keeps the cloud running for your own clients');
  narrator.fact('', 'npm test proves the rest: every crash, every fault, every bad input');
  return wrong.length === 0;
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { type LocalGitHub, startLocalGitHub } from '@actions-aws/local-github';
import { USER_ACCESS_KEY } from '@actions-aws/testing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { page } from './report/page.ts';
import { createFunctions } from './stage/functions.ts';
import { setAlarms } from './stage/infrastructure.ts';
import { play } from './stage/play.ts';
import { makeRepository } from './stage/repository.ts';
import { type Users, usersArrive } from './stage/users.ts';
import type { Staged } from './story/chapters.ts';
import { findingsOf, findingsOfStory } from './story/findings.ts';
import type { Form } from './story/form.ts';
import { imagesOf } from './story/images.ts';
import type { Played, Story } from './story/story.ts';
import { functionNames } from './story/workflow.ts';
import { formSentence } from './terminal/form.ts';
import { nowSentence, usersSentence } from './terminal/sentences.ts';
import { tellConclusion } from './terminal/telling.ts';
import type { Means } from './terminal/turns.ts';

const region = 'eu-west-1';

/** The repository on the local GitHub. */
const octoApp = { owner: 'octo', ownerId: 1, name: 'app', id: 2, immutableSubjects: false };

/** How many times faster than the machine's the cloud's clock runs, so that nobody waits for what takes minutes on AWS. */
const scale = 10;

/** Longer than a request of a user takes, in milliseconds of the cloud's clock. */
const onItsWayMs = 1_000;

/** Milliseconds of the machine's time between two chapters: long enough to see users live with what has just happened. */
const pauseMs = 2_500;

/**
 * Tells a story on a local cloud of its own, and writes the report.
 *
 * @returns whether all went as told.
 * @throws the signal's reason when it aborts; by then everything that was started has ended.
 */
export async function demo({
  narrator,
  signal,
  bundles,
  form,
  chapters,
  reportFile,
}: Means & {
  /** How the functions' code comes to Lambda. */
  readonly form: Form;
  /** What is played, in order. */
  readonly chapters: readonly Staged[];
  readonly reportFile: string;
}): Promise<boolean> {
  narrator.title('From commit to users: deploying three Lambda functions as one, on a cloud that runs on this machine');
  narrator.paragraph('No AWS account is used, and nothing leaves this machine.');
  narrator.gap();
  await rm(reportFile, { force: true });
  narrator.now('building the bundles …');
  const [first, ...others] = await bundles();
  narrator.now('');
  narrator.fact('actions', [first, ...others].join('\n'));

  const cloud = await startLocalAws({ clock: { scale } });
  const settlingMs = (await spreadMs(cloud)) + onItsWayMs;
  const workspaces = await mkdtemp(path.join(tmpdir(), 'search-api-'));
  const lambda = new LambdaClient(settings(cloud, 'AKIAPEOPLE'));
  const cloudwatch = new CloudWatchClient(settings(cloud, 'AKIAPEOPLE'));
  const ecr = new ECRClient(settings(cloud, 'AKIAPEOPLE'));
  // A user sees the first answer, so nothing is tried again.
  const usersClient = new LambdaClient({ ...settings(cloud, USER_ACCESS_KEY), maxAttempts: 1 });
  let users: Users | undefined;
  let github: LocalGitHub | undefined;
  const played: Played[] = [];
  const told = new Set<string>();
  const began = cloud.clock.now();
  const story = (): Story => ({
    functionNames,
    chapters,
    played,
    visits: users?.visits ?? [],
    began,
    ended: cloud.clock.now(),
    scale,
    settlingMs,
  });
  const arrive = () => {
    users ??= usersArrive(usersClient, { clock: cloud.clock, onVisit: () => narrator.now(nowSentence(story())) });
    return users;
  };
  try {
    narrator.fact(
      'cloud',
      `${cloud.endpoint}, strict where AWS is strict; its clock runs ${scale} times as fast as yours`,
    );
    const repository = makeRepository(path.join(workspaces, 'server'));
    narrator.fact('commits', 'those of examples/search-api, in a git repository made for this run');
    github = await startLocalGitHub({ repository: octoApp, now: cloud.clock.now, directory: repository.directory });
    await createFunctions({ lambda, ecr, endpoint: cloud.endpoint }, form);
    await setAlarms(cloudwatch);
    narrator.fact(
      'functions',
      `${functionNames.join(', ')}, made as infrastructure code would, with alarms; nothing is live yet`,
    );
    narrator.fact('', formSentence(form));
    for (const [index, chapter] of chapters.entries()) {
      const last = await play(chapter, played, {
        cloud,
        lambda,
        ecr,
        github,
        narrator,
        told,
        repository,
        workspaces,
        users: arrive,
        settlingMs,
        signal,
      });
      played.push(last);
      if (last.runs.length > 0) await cloud.clock.sleep(pauseMs * scale, signal);
      if (findingsOf(last, imagesOf(played)).some(({ held }) => !held)) break;
      if (index < chapters.length - 1) narrator.paragraph(usersSentence(story()));
    }
    await users?.leave();
    narrator.now('');
    const whole = story();
    await writeFile(reportFile, page(whole));
    const findings = findingsOfStory(whole);
    tellConclusion(whole, { findings, report: path.basename(reportFile), narrator });
    return findings.every(({ held }) => held);
  } finally {
    narrator.now('');
    await users?.leave();
    lambda.destroy();
    cloudwatch.destroy();
    ecr.destroy();
    usersClient.destroy();
    await github?.stop();
    await cloud.stop();
    await rm(workspaces, { recursive: true, force: true });
  }
}

/** How long a change of an alias takes to reach everybody: on this cloud as on AWS it is not at once. */
async function spreadMs({ control }: LocalAws): Promise<number> {
  return ((await control.call('lambda.pace', {}, { region })) as { readonly alias: number }).alias;
}

function settings({ endpoint }: LocalAws, accessKeyId: string) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey: 'secret' } };
}

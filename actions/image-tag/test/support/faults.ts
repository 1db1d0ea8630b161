import type { Clock } from '@actions-aws/action';
import type { FaultRule } from '@actions-aws/local-aws';
import { openRegistry } from '@actions-aws/registry';
import { STEP_ACCESS_KEY } from '@actions-aws/testing';
import { ECRClient } from '@aws-sdk/client-ecr';
import { type Answer, askRegistry, type Question } from '../../src/ask-registry.ts';
import { namesOf } from '../../src/names/names.ts';
import { templateOf } from '../../src/names/template.ts';
import type { Ref } from '../../src/ref.ts';
import { type TagWorld, world } from './world.ts';

const SHA = 'a'.repeat(40);
const release: Ref = { kind: 'tag', name: 'v1.2.3' };
const branch: Ref = { kind: 'branch', name: 'main', isDefault: true };

function names(ref: Ref, sha = SHA) {
  const moving = ['{branch}', '{major}.{minor}', '{major}', 'latest', 'staging'];
  return namesOf({ head: { sha, committedAt: 1_773_500_966 }, ref, component: '', template: '{name}', moving });
}

/** Time passes by sleeping only, at once. */
function quickClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
}

async function ask(one: TagWorld, question: Question): Promise<Answer> {
  const { endpoint } = one.cloud;
  const credentials = { accessKeyId: STEP_ACCESS_KEY, secretAccessKey: 'secret' };
  const client = new ECRClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  const [registry = '', repository = ''] = one.image.split('/');
  const opened = openRegistry(
    { registry, repository },
    {
      env: { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' },
      action: 'image-tag',
      mask() {},
      clock: quickClock(),
      signal: new AbortController().signal,
      until: 10_000,
      connectEcr: () => client,
    },
  );
  try {
    return await askRegistry(question, {
      registry: opened,
      age: async () => ({ order: 'newer', because: 'of a test' }),
    });
  } finally {
    client.destroy();
  }
}

/** What can go wrong with a call, in words. */
export const FAULTS: Readonly<Record<string, FaultRule>> = {
  'is throttled': { kind: 'throttle' },
  'fails with 500': { kind: 'error' },
  'fails with 503': { kind: 'unavailable' },
  'is cut off': { kind: 'reset' },
  'is refused with 403': { kind: 'error', error: { code: 'AccessDeniedException', status: 403 } },
  'is refused with 401': { kind: 'error', error: { code: 'UNAUTHORIZED', status: 401 } },
  'is answered with 429': { kind: 'error', error: { code: 'TOOMANYREQUESTS', status: 429 } },
  'is answered with a 404 that is no answer': { kind: 'error', error: { code: 'PageNotFound', status: 404 } },
};
/** What a later try does not meet any more. */
const PASSING = ['is throttled', 'fails with 500', 'fails with 503', 'is cut off', 'is answered with 429'];

/** A fault, and how often it strikes from a call on. */
export type Struck = readonly [fault: keyof typeof FAULTS, times: 'once' | 'lasting'];

const template = templateOf('{name}', '');
/** What is asked, in words. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  'a release that is there': { key: 'commit', component: '', names: names(release), ref: release, sha: SHA, template },
  'a commit that is not there': {
    key: 'commit',
    component: '',
    names: names(branch, 'c'.repeat(40)),
    ref: branch,
    sha: 'c'.repeat(40),
    template,
  },
};

/** A world in which there is what each kind of question is about: an image in an index, one without, versions, tags that move. */
async function worldOfFaults(): Promise<TagWorld> {
  const one = await world();
  await one.push([names(release).tag, '1.2.3', 'staging'], { revision: SHA, asIndex: true });
  await one.push(['1.2.2', '1.2', '1', 'latest'], { revision: 'b'.repeat(40) });
  return one;
}

/**
 * Lets faults strike at every call that a question makes, from then on or once. It ends with an error in words, or with the very
 * answer that it has undisturbed: a sentence for each end that is neither.
 */
async function everyFault(
  one: TagWorld,
  question: Question,
  faults: readonly Struck[],
): Promise<{ readonly tried: number; readonly wrong: readonly string[] }> {
  const { control } = one.cloud;
  await control.clearJournal();
  const undisturbed = await ask(one, question);
  const calls = (await control.journal()).filter(({ accessKeyId }) => accessKeyId === STEP_ACCESS_KEY);
  const wrong: string[] = [];
  for (const { service, operation, resource, occurrence } of calls) {
    for (const [fault, times] of faults) {
      await control.clearJournal();
      const which = times === 'lasting' ? { since: occurrence, times: 1_000 } : { occurrence };
      await control.addFault({
        service,
        operation,
        resource,
        accessKeyId: STEP_ACCESS_KEY,
        ...which,
        ...FAULTS[fault]!,
      });
      const ended = await ask(one, question).catch((error: Error) => error);
      const told = `${operation} ${resource} ${fault} (${times})`;
      if ((await control.unreached()).length > 0) wrong.push(`${told}: no call was struck`);
      await control.clearFaults();
      if (!(ended instanceof Error)) {
        if (JSON.stringify(ended) !== JSON.stringify(undisturbed)) wrong.push(`${told}: ${JSON.stringify(ended)}`);
      } else if (ended.name !== 'UserError') wrong.push(`${told}: ${ended.name}: ${ended.message}`);
      else if (times === 'once' && PASSING.includes(fault)) wrong.push(`${told}: ${ended.message}`);
    }
  }
  return { tried: calls.length * faults.length, wrong };
}

/** Tests that no fault of any call makes an image absent, or a tag move. */
export function sweepFaults(faults: readonly Struck[], timeoutMs: number): void {
  let one: TagWorld;
  beforeAll(async () => {
    one = await worldOfFaults();
  });
  afterAll(() => one.stop());

  test.each(Object.entries(QUESTIONS))(
    '%s: no fault of any call makes an image absent, or a tag move',
    async (_, question) => {
      const { wrong, tried } = await everyFault(one, question, faults);
      expect(wrong).toEqual([]);
      // More than five calls: an empty sweep would prove nothing.
      expect(tried).toBeGreaterThan(5 * faults.length);
    },
    timeoutMs,
  );
}

import { openRegistry } from '@actions-aws/registry';
import {
  everyReadFault,
  quickClock,
  type ReadFault,
  readFaults,
  STEP_ACCESS_KEY,
  type Struck,
} from '@actions-aws/testing';
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
export const FAULTS: Readonly<Record<string, ReadFault>> = {
  ...readFaults('AccessDeniedException'),
  'is answered with 429': {
    rule: { kind: 'error', error: { code: 'TOOMANYREQUESTS', status: 429 } },
    passes: true,
  },
};

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

/** It ends with an error in words, or with the very answer that it has undisturbed. */
function wrongIn(end: Answer | Error, undisturbed: Answer, passes: boolean): string | undefined {
  if (!(end instanceof Error)) {
    return JSON.stringify(end) === JSON.stringify(undisturbed) ? undefined : JSON.stringify(end);
  }
  if (end.name !== 'UserError') return `${end.name}: ${end.message}`;
  return passes ? end.message : undefined;
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
      const looking = { cloud: one.cloud, faults: FAULTS, look: () => ask(one, question), wrongIn };
      const { wrong, calls } = await everyReadFault(looking, faults);
      expect(wrong).toEqual([]);
      // An empty sweep would prove nothing.
      expect(calls).toBeGreaterThan(5);
    },
    timeoutMs,
  );
}

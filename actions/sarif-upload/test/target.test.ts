import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Event, eventOf } from '../src/inputs/event.ts';
import { targetFrom } from '../src/inputs/target.ts';

const [ours, other, merge] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
const given = { ref: undefined, sha: undefined, token: 'a token', dryRun: false };
const push: Event = { name: 'push', ref: 'refs/heads/main', sha: ours, isForeign: false };
const pull: Event = {
  name: 'pull_request',
  ref: 'refs/pull/5/merge',
  sha: merge,
  pull: { number: 5, head: ours },
  isForeign: false,
};

test.each<
  [name: string, asked: Partial<typeof given> | object, event: Event, head: string | undefined, target: object]
>([
  ['a push', {}, push, ours, { ref: 'refs/heads/main', sha: ours }],
  ['a push without a checkout', {}, push, undefined, { ref: 'refs/heads/main', sha: ours }],
  ['the test merge of a pull request', {}, pull, merge, { ref: 'refs/pull/5/merge', sha: merge, head: ours }],
  ['the head of a pull request', {}, pull, ours, { ref: 'refs/pull/5/head', sha: ours }],
  ['what is given', { ref: 'refs/heads/x', sha: other }, push, ours, { ref: 'refs/heads/x', sha: other }],
  [
    'the test merge that is given',
    { ref: 'refs/pull/5/merge', sha: merge },
    pull,
    merge,
    { ref: 'refs/pull/5/merge', sha: merge, head: ours },
  ],
])('%s', (_, asked, event, head, target) => {
  expect(targetFrom({ ...given, ...asked }, event, head)).toEqual(target);
});

const workflowRun: Event = { ...push, name: 'workflow_run' };

test.each<[name: string, asked: object, event: Event, head: string | undefined, says: string]>([
  [
    'another commit than the event’s is checked out',
    {},
    push,
    other,
    `Results of ${other.slice(0, 12)}, which is checked out`,
  ],
  [
    'a fork’s head is checked out by pull_request_target',
    {},
    { ...pull, name: 'pull_request_target', ref: 'refs/heads/main', sha: merge },
    ours,
    'would be shown for',
  ],
  ['it cannot be known what workflow_run is of', {}, workflowRun, undefined, 'is of the default branch'],
  ['an event has no ref', {}, { ...push, ref: '' }, ours, 'names no ref'],
  ['a ref comes without a commit', { ref: 'refs/heads/x' }, push, ours, 'says nothing without `sha`'],
  ['a commit comes without a ref', { sha: other }, push, ours, 'says nothing without `ref`'],
  ['there is no token', { token: undefined }, push, ours, '`token` is empty'],
])('an error where %s', (_, asked, event, head, says) => {
  expect(() => targetFrom({ ...given, ...asked }, event, head)).toThrow(says);
});

test('a dry run needs no token', () => {
  expect(targetFrom({ ...given, token: undefined, dryRun: true }, push, ours).sha).toBe(ours);
});

describe('the event', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function read(payload: unknown, actor = 'mona'): Promise<Event> {
    const file = join(folder, 'event.json');
    writeFileSync(file, JSON.stringify(payload));
    return eventOf({ GITHUB_EVENT_PATH: file, GITHUB_ACTOR: actor });
  }
  const of = (repository: string | null) => ({
    repository: { full_name: 'octo/search' },
    pull_request: { number: 5, head: { sha: ours, repo: repository === null ? null : { full_name: repository } } },
  });

  test.each<[name: string, payload: unknown, actor: string, isForeign: boolean]>([
    ['a pull request of the repository', of('octo/search'), 'mona', false],
    ['one of a fork', of('mona/search'), 'mona', true],
    ['one of a fork that is gone', of(null), 'mona', true],
    ['a push', {}, 'mona', false],
    ['a push of Dependabot’s', {}, 'dependabot[bot]', true],
    ['a payload that is nothing', null, 'mona', false],
  ])('%s', async (_, payload, actor, isForeign) => {
    expect((await read(payload, actor)).isForeign).toBe(isForeign);
  });

  test('names the head of a pull request', async () => {
    expect((await read(of('octo/search'))).pull).toEqual({ number: 5, head: ours });
  });
});

import type { SeenAnswer } from '@actions-aws/testing/ecs';
import { type ServiceChapter, serviceChapters } from '../src/ecs/chapters.ts';
import { type EndedChapter, findingsOf, findingsOfStory, type ServiceStory } from '../src/ecs/findings.ts';
import { servicePage } from '../src/ecs/page.ts';
import { binsOf, shareOf } from '../src/ecs/shares.ts';
import { nowSentence } from '../src/ecs/telling.ts';
import { run } from './tales.ts';

const answer = (at: number, version: 'v0' | 'v1' | 'v2', changes: Partial<SeenAnswer> = {}): SeenAnswer => ({
  at,
  path: '/basket',
  status: 200,
  body: '',
  by: 'task',
  version,
  ...changes,
});

/** One in ten of the answers is of the candidate. */
const tenth = (candidate: 'v1' | 'v2', count: number, changes: Partial<SeenAnswer> = {}) =>
  Array.from({ length: count }, (_, index) =>
    index % 10 === 5 ? answer(100 + index, candidate, changes) : answer(100 + index, 'v1'),
  );

const [, stopped] = serviceChapters as readonly [ServiceChapter, ServiceChapter];

/** The build that breaks, taken back as told unless something is changed. */
const ended = (changes: Partial<EndedChapter> = {}): EndedChapter => ({
  chapter: stopped,
  number: 2,
  run: run({ began: 100, ended: 900, exitCode: 1, outputs: { outcome: 'rolled-back' }, summary: '<b>back</b>' }),
  live: ['v1'],
  ...changes,
});

const story = (changes: Partial<ServiceStory> = {}): ServiceStory => ({
  chapters: [ended()],
  answers: { production: tenth('v2', 200, { status: 500 }), test: [answer(50, 'v2')] },
  began: 0,
  ended: 1000,
  scale: 20,
  ...changes,
});

const wrong = (findings: readonly { readonly held: boolean; readonly expected: string; readonly found: string }[]) =>
  findings.filter(({ held }) => !held).map(({ expected, found }) => `${expected}; it was ${found}`);

describe('who was answered by which release', () => {
  test('is counted in stretches of the same length; those without an answer are left out', () => {
    const answers = [answer(0, 'v0'), answer(9, 'v1'), answer(9, 'v1', { status: 500 }), answer(25, 'v1')];
    expect(binsOf(answers, { from: 0, until: 30, count: 3 })).toEqual([
      {
        from: 0,
        until: 10,
        answers: 3,
        shares: [
          ['v0', 1 / 3],
          ['v1', 2 / 3],
        ],
        errors: 1 / 3,
      },
      { from: 20, until: 30, answers: 1, shares: [['v1', 1]], errors: 0 },
    ]);
    expect(shareOf(answers, 'v1')).toBe(0.75);
    expect(shareOf([], 'v1')).toBe(0);
  });

  test('is told in a line while it goes on', () => {
    const production = [answer(1, 'v0'), answer(1, 'v0'), answer(1, 'v1', { status: 500 }), answer(2, 'v0')];
    expect(nowSentence({ production, test: [answer(1, 'v1')] })).toBe(
      'users: release 1 75 %, release 2 25 %, 25 % errors · test listener: release 2',
    );
    expect(nowSentence({ production: [], test: [] })).toBe('users: nothing yet · test listener: nothing yet');
  });
});

describe('the story', () => {
  test('goes as told', () => {
    expect(wrong(findingsOfStory(story()))).toEqual([]);
  });

  test.each<[string, Partial<EndedChapter>, string]>([
    [
      'an action that ended otherwise',
      { run: run({ began: 100, ended: 900, outputs: { outcome: 'promoted' } }) },
      'ecs-deploy ends rolled-back, and its step is red; it was promoted, and green',
    ],
    [
      'users who stayed on the build',
      { live: ['v1', 'v2'] },
      'all users are on release 2; it was release 2 and release 3',
    ],
  ])('does not with %s', (_, changes, sentence) => {
    expect(wrong(findingsOf(ended(changes), story()))).toEqual([sentence]);
  });

  test('does not with more users, or none, on the broken build', () => {
    const half = Array.from({ length: 200 }, (_, index) => answer(100 + index, index % 2 === 0 ? 'v2' : 'v1'));
    expect(wrong(findingsOf(ended(), story({ answers: { production: half, test: [] } })))).toEqual([
      'while it had users, release 3 had a tenth of them; it was 50 %',
    ]);
    expect(wrong(findingsOf(ended(), story({ answers: { production: [], test: [] } })))).toEqual([
      'while it had users, release 3 had a tenth of them; it was none',
    ]);
  });

  test('does not with an error of a release that all users meet', () => {
    const production = [...tenth('v2', 200), answer(400, 'v1', { status: 503 })];
    expect(wrong(findingsOfStory(story({ answers: { production, test: [] } })))).toEqual([
      'no user got an error of anything but the build that was taken back; it was 503 by a task of release 2 after 0.4 s',
    ]);
  });
});

test('the page shows who met what, the chapters, and what was wrong; and runs nothing of what actions wrote', () => {
  const html = servicePage(story());
  expect(html).toContain('One user in ten met the broken build, and then none.');
  expect(html.match(/<th scope="rowgroup"/g)).toHaveLength(1);
  expect(html).toContain(stopped.title);
  expect(html).not.toContain('<b>back</b>');
  const broken = story({ chapters: [ended({ live: ['<script>'] })] });
  expect(servicePage(broken)).toContain('It did not go as told.');
  expect(servicePage(broken)).not.toContain('<script>');
});

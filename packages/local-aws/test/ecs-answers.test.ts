import { type AnsweringTask, replyOf } from '../src/services/ecs/tasks/answer.ts';
import { assertScript, lifeOf, type TaskScript } from '../src/services/ecs/tasks/script.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const forever = Number.POSITIVE_INFINITY;

function taskOf(
  script: Omit<TaskScript, 'digest'>,
  times: Partial<Pick<AnsweringTask, 'started' | 'ended'>> = {},
): AnsweringTask {
  const life = lifeOf(new Map([[digest, { digest, ...script }]]), ['sha256:other', digest]);
  return { id: 'task', image: digest, revision: '1', life, started: 1_000, ended: undefined, ...times };
}

const ask = (task: AnsweringTask, at: number, path = '/', nth = 0) => replyOf(task, { path, at, nth }, 1);

test.each<[string, unknown, string]>([
  ['a member that there is not', { digest, startAfterMs: 1 }, 'a script has no startAfterMs'],
  ['a tag', { digest: 'shop:v1' }, 'a script is of a digest, not of shop:v1'],
  ['a rate in percent', { digest, answers: { errorRate: 50 } }, 'an errorRate is from 0 to 1, not 50'],
  [
    'a rate below none',
    { digest, answers: { paths: { '/': { errorRate: -1 } } } },
    'an errorRate is from 0 to 1, not -1',
  ],
])('a script with %s is refused', (_, script, message) => {
  expect(() => assertScript(script as TaskScript)).toThrow(message);
});

test('a good image answers with who it is, from RUNNING until its containers end', () => {
  assertScript({ digest });
  const task = taskOf({}, { ended: 5_000 });
  expect(ask(task, 999)).toEqual({ kind: 'refused', steadyUntil: 1_000 });
  expect(ask(task, 1_000)).toEqual({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ image: digest, task: 'task', revision: '1' }),
    tookMs: 0,
    steadyUntil: 5_000,
  });
  expect(ask(task, 5_000)).toEqual({ kind: 'refused', steadyUntil: forever });
  expect(ask(taskOf({}, { started: undefined }), 9_000)).toEqual({ kind: 'refused', steadyUntil: forever });
});

test('a slow one refuses connections until it listens, and one that crashes from then on', () => {
  const slow = taskOf({ listensAfterMs: 30_000, exits: { afterMs: 60_000, code: 1 } });
  expect(ask(slow, 30_999)).toEqual({ kind: 'refused', steadyUntil: 31_000 });
  expect(ask(slow, 31_000)).toMatchObject({ kind: 'answer', steadyUntil: 61_000 });
  expect(ask(slow, 61_000)).toMatchObject({ kind: 'refused' });
  expect(ask(taskOf({ listensAfterMs: null }), 9e9)).toEqual({ kind: 'refused', steadyUntil: forever });
});

test('an answer that is not there when the program ends never comes', () => {
  const task = taskOf({ answers: { latencyMs: 3_000 }, exits: { afterMs: 10_000, code: 1 } });
  expect(ask(task, 7_999)).toMatchObject({ kind: 'answer', tookMs: 3_000 });
  expect(ask(task, 8_000)).toEqual({ kind: 'broken', tookMs: 3_000 });
  expect(ask(task, 10_500)).toEqual({ kind: 'broken', tookMs: 500 });
});

test('answers go by path, without its query', () => {
  const answers = { latencyMs: 20, paths: { '/health': { status: 503 }, '/api/*': { body: 'none', status: 404 } } };
  const task = taskOf({ answers });
  expect(ask(task, 2_000, '/health?deep=1')).toMatchObject({ status: 503, tookMs: 20 });
  expect(ask(task, 2_000, '/api/a')).toMatchObject({
    status: 404,
    body: 'none',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
  expect(ask(task, 2_000, '/healthy')).toMatchObject({ status: 200 });
});

test('errors come by the share that is said, from the time that is said, and the same ones again', () => {
  const task = taskOf({ answers: { errorRate: 0.2, errorStatus: 502, errorsAfterMs: 10_000 } });
  expect(ask(task, 10_999)).toMatchObject({ status: 200, steadyUntil: 11_000 });
  const statuses = () => Array.from({ length: 1_000 }, (_, nth) => ask(task, 11_000, '/', nth));
  const failed = statuses().filter((reply) => reply.kind === 'answer' && reply.status === 502).length;
  expect(Math.abs(failed - 200)).toBeLessThan(40);
  expect(statuses()).toEqual(statuses());
  expect(ask(task, 11_000)).not.toHaveProperty('steadyUntil');
  expect(ask(taskOf({ answers: { errorRate: 1 } }), 11_000)).toMatchObject({ status: 500, steadyUntil: forever });
});

import { recordingLog } from '../src/index.ts';
import { runStep } from './step.ts';

test('the runner sees groups, plain lines and annotations; an inner group is a heading, since groups do not nest', async () => {
  const { stdout } = await runStep('speaking', { env: { RUNNER_DEBUG: '1' } });
  expect(stdout.split('\n')).toEqual([
    '::group::Plan',
    'upload the code',
    '- Details',
    'two steps',
    'publish',
    '::endgroup::',
    '::group::Apply',
    '::endgroup::',
    '::debug::only when asked',
    '::notice title=Old%3A 1%2C2::a notice',
    '::warning::a warning',
    '::error::an error that does not fail the run',
    '::add-mask::learned later',
    '',
  ]);
});

test('where the runner would drop them, there are no debug lines', async () => {
  const { stdout } = await runStep('speaking');
  expect(stdout).not.toContain('::debug::');
  expect(stdout).toContain('::notice title=Old');
});

test('a recording log remembers what was said, and in which groups', async () => {
  const log = recordingLog();
  const answer = await log.group('Apply', async () => {
    log.info('uploading');
    await log.group('Inner', async () => log.warning('slow'));
    return 42;
  });
  await expect(log.group('Broken', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  log.error('after');
  expect(answer).toBe(42);
  expect(log.lines).toEqual([
    { kind: 'info', message: 'uploading', groups: ['Apply'] },
    { kind: 'warning', message: 'slow', groups: ['Apply', 'Inner'] },
    { kind: 'error', message: 'after', groups: [] },
  ]);
  expect([log.text(), log.text('info')]).toEqual(['uploading\nslow\nafter', 'uploading']);
});

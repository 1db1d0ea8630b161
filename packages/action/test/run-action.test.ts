import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runStep, startStep } from './step.ts';

const greet = { 'function-name': 'orders', count: '2', 'dry-run': 'true' };

describe('a run that succeeds', () => {
  test('writes every declared output once, as text, JSON, true or false, and empty where nothing was set', async () => {
    const step = await runStep('greet', { inputs: { ...greet, timeout: '1h30m' } });
    expect(step.exitCode).toBe(0);
    expect(step.outputs).toEqual([
      ['greeting', 'hello orders'],
      ['details', '{"count":2,"timeout":5400000}'],
      ['changed', 'false'],
      ['never-set', ''],
    ]);
    expect(step.stdout).not.toContain('::set-output');
    expect(step.stderr).toBe('');
  });

  test('writes the summary and folds the log by phase', async () => {
    const step = await runStep('greet', { inputs: greet });
    expect(step.summary).toBe('## Greeted\n\norders\n\n');
    expect(step.stdout).toBe('::group::Plan\nhello orders\n::endgroup::\n');
  });

  test('works without a runner and then speaks its outputs instead of using a deprecated command', async () => {
    const step = await runStep('greet', { inputs: greet, files: false });
    expect(step.exitCode).toBe(0);
    expect(step.stdout).toContain('output greeting=hello orders\n');
    expect(step.stdout).not.toContain('::set-output');
  });

  test('does not hold the job for a connection that somebody forgot', async () => {
    const started = performance.now();
    const step = await runStep('lingering');
    expect(step.exitCode).toBe(0);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});

describe('inputs that are wrong', () => {
  test('are all reported in one annotation, after the secrets were masked and before main is called', async () => {
    const step = await runStep('greet', { inputs: { count: '12', token: 'hunter2', mood: 'so-so' } });
    expect(step.exitCode).toBe(1);
    const [mask, error, ...rest] = step.stdout.trimEnd().split('\n');
    expect(mask).toBe('::add-mask::hunter2');
    expect(error?.replaceAll('%0A', '\n')).toBe(
      [
        '::error::4 problems with the inputs:',
        '- Input `function-name` is required, but was not given. Set `function-name` under `with:`, or take the line out if the input has a default; an expression that yields nothing counts as not given.',
        '- Input `count` is "12", but must be a whole number from 1 to 9.',
        '- Input `dry-run` is required, but was not given. Set `dry-run` under `with:`, or take the line out if the input has a default; an expression that yields nothing counts as not given.',
        '- Input `mood` is "so-so", but must be `happy` or `sad`.',
      ].join('\n'),
    );
    expect(rest).toEqual([]);
    expect(step.outputs.map(([name, value]) => `${name}=${value}`)).toEqual([
      'greeting=',
      'details=',
      'changed=',
      'never-set=',
    ]);
  });

  test('are in the job summary, and the outcome of an action that has one is failed', async () => {
    const step = await runStep('failing', { inputs: { how: '<b>|`x`' } });
    expect(step.outputs).toEqual([
      ['version', ''],
      ['outcome', 'failed'],
    ]);
    expect(step.summary).toMatch(
      /^## ❌ failed: 1 problem with the inputs\n\nInput `how` is "&lt;b&gt;\|`x`", but must be `user`, .*\.\n\n$/,
    );
    const several = await runStep('greet', { inputs: { count: '12', 'dry-run': '*' } });
    expect(several.summary).toMatch(/^## ❌ failed: 3 problems with the inputs\n\n/);
    expect(several.summary).toContain('\n\nInput `count` is "12", but must be a whole number from 1 to 9.\n\n');
    expect(several.summary).toContain('\n\nInput `dry-run` is "\\*", but must be `true` or `false`.\n\n');
  });
});

test('the password of a proxy is masked before anything else', async () => {
  const env = { HTTPS_PROXY: 'http://me:s3cr3t@proxy.corp:3128' };
  const step = await runStep('greet', { inputs: greet, env });
  const sent = Buffer.from('me:s3cr3t').toString('base64');
  expect(step.stdout.split('\n').slice(0, 3)).toEqual(['::add-mask::s3cr3t', `::add-mask::${sent}`, '::group::Plan']);
});

describe('inputs that the action does not have', () => {
  test('but that resemble those it has, are refused before main is called', async () => {
    const step = await runStep('greet', { inputs: { ...greet, 'dry-run': 'false', dry_run: 'true', counts: '3' } });
    expect(step.exitCode).toBe(1);
    const lines = step.stdout.replaceAll('%0A', '\n').split('\n');
    expect(lines[2]).toMatch(/^- Input `dry_run` is "true", but is no input of this action\. Write `dry-run` /);
    expect(lines[1]).toMatch(/^- Input `counts` is "3", but is no input of this action\. Write `count` /);
    expect(step.stdout).not.toContain('hello');
  });

  test('and that resemble none, are named in one warning', async () => {
    const step = await runStep('greet', { inputs: { ...greet, stage: 'prod' }, env: { 'INPUT_\u001b[2J': 'x' } });
    expect(step.exitCode).toBe(0);
    const [warning] = step.stdout.split('\n');
    expect(warning).toMatch(/^::warning::This action has no inputs `\\x1b\[2j` and `stage`\. /);
    expect(step.stdout).toContain('hello orders');
  });

  test('are no matter in the post step', async () => {
    const env = {
      STATE_isPost: 'true',
      STATE_begun: 'true',
      STATE_alias: 'live',
      INPUT_ZIP_FILE: 'x',
      INPUT_STAGE: 'x',
    };
    const step = await runStep('two-phases', { inputs: { zip: 'code.zip' }, env });
    expect([step.exitCode, step.stdout]).toEqual([0, 'post restores live of code.zip\n']);
  });
});

describe('a run that fails', () => {
  const fail = (how: string) => runStep('failing', { inputs: { how } });

  test('for a reason its author can repair says so in one line with the hint, keeping the cause for debugging', async () => {
    const step = await fail('user');
    expect(step.exitCode).toBe(1);
    const [error, debug] = step.stdout.split('\n');
    expect(error).toBe('::error::Function `orders` does not exist in eu-west-1.%0ACreate it, or correct `functions`.');
    expect(debug).toMatch(/^::debug::.*TooManyRequestsException: Rate exceeded/);
  });

  test('still writes what is known: outputs and summary, and failed as the outcome where it has set none', async () => {
    const step = await fail('user');
    expect(step.outputs).toEqual([
      ['version', '7'],
      ['outcome', 'failed'],
    ]);
    expect(step.summary).toBe('## Half done\n\n');
  });

  test('before it has said anything says it in the job summary', async () => {
    const step = await runStep('speechless');
    expect(step.summary).toBe(
      '## ❌ failed\n\nFunction `orders` is &lt;gone&gt;.<br>Create it, or correct `functions`.\n\n## ❌ failed\n\nRate exceeded\n\n',
    );
    expect(step.outputs).toEqual([['outcome', 'rejected']]);
  });

  test('because of AWS names the request id and shows the stack, but nothing else of the error', async () => {
    const step = await fail('outage');
    expect(step.stdout).toContain(
      '::error::Rate exceeded for UpdateAlias (TooManyRequestsException, HTTP 429, request id abc-123)\n',
    );
    expect(step.stdout).toContain('failing.ts:');
    expect(step.stdout).not.toContain('HMAC');
  });

  test('finds the request id along the chain of causes and shows the whole chain', async () => {
    const step = await fail('nested');
    expect(step.stdout).toContain('::error::the alias could not be moved (HTTP 429, request id abc-123)\n');
    expect(step.stdout).toContain('Caused by: TooManyRequestsException: Rate exceeded');
  });

  test('by throwing something that is no error is still reported', async () => {
    expect((await fail('text')).stdout).toContain('::error::Something that is not an error was thrown: oops\n');
  });

  test('in a callback that nobody awaits aborts the signal, lets main come to its safe end, and is red', async () => {
    const step = await fail('later');
    expect(step.exitCode).toBe(1);
    expect(step.stdout).toContain('::error::nobody caught this\n');
    expect(step.outputs).toContainEqual(['outcome', 'safe']);
  });

  test('by waiting for what can never happen says so instead of ending green', async () => {
    const step = await fail('stall');
    expect(step.exitCode).toBe(1);
    expect(step.stdout).toContain('::error::The action waits for something that can no longer happen.\n');
    expect(step.outputs).toContainEqual(['version', '7']);
  });

  test('by setting an output that is not declared is a fault', async () => {
    const step = await fail('undeclared');
    expect(step.exitCode).toBe(1);
    expect(step.stdout).toContain('::error::output `nonsense` is not declared');
  });

  test('without throwing keeps its outputs and summary and is red', async () => {
    const step = await runStep('greet', { inputs: { ...greet, mood: 'sad' } });
    expect(step.exitCode).toBe(1);
    expect(step.stdout).toContain('::error::The mood is sad.%0ASet `mood: happy`.\n');
    expect(step.outputs).toContainEqual(['greeting', 'hello orders']);
    expect(step.summary).toContain('Greeted');
  });
});

test('text from outside can be no workflow command, wherever it is printed', async () => {
  const step = await runStep('failing', { inputs: { how: 'echo' } });
  expect(step.stdout.split('\n').slice(0, 9)).toEqual([
    'fine',
    '\\::error::forged',
    ' \\::set-output name=version::9',
    'x ##\\[error]forged',
    '::group::\\::warning::phase',
    'inside',
    '::endgroup::',
    '::warning::a%0A\\::error::b',
    '::error::\\::add-mask::e\\x1b[2J',
  ]);
});

// On Windows a child cannot be sent a signal that it could answer; the runner uses console events there.
if (process.platform !== 'win32') {
  describe('cancellation', () => {
    test.each(['SIGINT', 'SIGTERM'] as const)(
      'by %s aborts the signal, and main decides how it ends',
      async (signal) => {
        const step = startStep('cancellable');
        await step.says('ready');
        step.child.kill(signal);
        const ended = await step.ended;
        expect(ended.stdout).toBe(`ready\nstopping: The run was cancelled (${signal}).\nsafe\n`);
        expect(ended.exitCode).toBe(0);
        expect(ended.outputs).toEqual([['outcome', 'rolled-back']]);
        expect(ended.summary).toContain('safe');
      },
    );

    test('asked for twice changes nothing', async () => {
      const step = startStep('cancellable');
      await step.says('ready');
      step.child.kill('SIGINT');
      await step.says('stopping');
      step.child.kill('SIGINT');
      step.child.kill('SIGTERM');
      const ended = await step.ended;
      expect(ended.exitCode).toBe(0);
      expect(ended.outputs).toEqual([['outcome', 'rolled-back']]);
    });

    test.each(['on-the-clock', 'on-a-request'])(
      'that main does not deal with, waiting %s, is red but no fault',
      async (waits) => {
        const step = startStep('deaf', { inputs: { waits } });
        await step.says('ready');
        step.child.kill('SIGINT');
        const ended = await step.ended;
        expect(ended.exitCode).toBe(1);
        expect(ended.stdout).toBe('ready\n::error::The run was cancelled (SIGINT).\n');
      },
    );
  });
}

test('a reader of the log that leaves does not stop the run', async () => {
  const step = startStep('chatty');
  await step.says('line 0');
  step.child.stdout?.destroy();
  const ended = await step.ended;
  expect(ended.exitCode).toBe(0);
  expect(ended.stderr).toBe('');
  expect(ended.outputs).toEqual([['outcome', 'promoted']]);
});

describe('post', () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
    writeFileSync(join(workspace, 'code.zip'), '');
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));
  const main = () => phase([]);
  const post = (state: readonly (readonly [string, string])[]) => phase([['isPost', 'true'], ...state]);
  const phase = (state: readonly (readonly [string, string])[]) =>
    runStep('two-phases', {
      inputs: { zip: 'code.zip' },
      env: {
        GITHUB_WORKSPACE: workspace,
        ...Object.fromEntries(state.map(([name, value]) => [`STATE_${name}`, value])),
      },
    });

  test('runs from the same bundle with what main saved, and cannot change the outputs', async () => {
    const began = await main();
    expect(began.stdout).toBe('main\n');
    expect(began.outputs).toEqual([['version', '8']]);
    const ended = await post(began.state);
    expect(ended.stdout).toBe('post restores live of code.zip\n');
    expect(ended.outputs).toEqual([]);
    expect(ended.exitCode).toBe(0);
  });

  test('is not stopped by a file that is gone by then', async () => {
    const began = await main();
    rmSync(join(workspace, 'code.zip'));
    expect((await post(began.state)).stdout).toBe('post restores live of code.zip\n');
  });

  test('says nothing when main did not get past its inputs', async () => {
    rmSync(join(workspace, 'code.zip'));
    const began = await main();
    expect(began.exitCode).toBe(1);
    const ended = await post(began.state);
    expect([ended.exitCode, ended.stdout]).toEqual([0, '']);
  });

  test('does nothing when main was cancelled before it could leave a word', async () => {
    const ended = await post([]);
    expect([ended.exitCode, ended.stdout]).toEqual([0, '']);
  });

  test('can make the job red', async () => {
    const began = await main();
    const ended = await post([...began.state, ['alias', 'broken']]);
    expect([ended.exitCode, ended.stdout]).toEqual([
      1,
      'post restores broken of code.zip\n::error::It could not be restored.\n',
    ]);
  });
});

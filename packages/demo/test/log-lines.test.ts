import { logLines } from '../src/workflow/log-lines.ts';

describe('the log of an action', () => {
  test('shows where groups begin and end, and drops what is for the runner alone', () => {
    const output =
      '::group::Plan\nput the new code\n::endgroup::\n::add-mask::secret\n::debug::detail\n\n::group::Apply\n';
    expect(logLines(output)).toEqual([
      { kind: 'heading', text: 'Plan' },
      { kind: 'text', text: 'put the new code' },
      { kind: 'end', text: '' },
      { kind: 'heading', text: 'Apply' },
    ]);
  });

  test('shows annotations as what they say, line by line', () => {
    expect(logLines('::error title=Smoke::2 of 2 checks failed%0AGET /health: 100%25 wrong\r\n')).toEqual([
      { kind: 'error', text: '2 of 2 checks failed' },
      { kind: 'error', text: 'GET /health: 100% wrong' },
    ]);
    expect(logLines('::warning::slow')).toEqual([{ kind: 'warning', text: 'slow' }]);
  });

  test('does not let through what would steer the terminal', () => {
    expect(logLines('\u001b[2Jgone\u0007 \u001b]0;title\u0007and\u009b31m back\r')).toEqual([
      { kind: 'text', text: 'gone and back' },
    ]);
  });
});

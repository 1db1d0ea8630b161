import { narrator, wrap } from '../src/terminal/narrator.ts';

describe('the story on a terminal', () => {
  test('has no escape sequence where there is no terminal', () => {
    const told = tell({ isTTY: false }, {});
    expect(told).not.toContain('\u001b');
    expect(told).toContain('1. The first version goes live\n');
    expect(told).toContain('   ✓ promoted\n');
    expect(told).not.toContain('users right now');
  });

  test('has no colour where NO_COLOR is set, but keeps its live line', () => {
    const told = tell({ isTTY: true }, { NO_COLOR: '1' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
    expect(told).not.toMatch(/\u001b\[\d+m/);
    expect(told).toContain('\r\u001b[K   users right now: version 1');
  });

  test('has colours on a terminal', () => {
    expect(tell({ isTTY: true }, {})).toContain('\u001b[32m✓\u001b[39m promoted');
  });

  test('takes the live line away before it says something, and puts it back after', () => {
    const { stage, told } = recorded({ isTTY: true });
    const to = narrator(stage, { NO_COLOR: '1' });
    to.now('users: 1');
    to.paragraph('Done.');
    to.now('');
    expect(told()).toBe('\r\u001b[K   users: 1\r\u001b[K   Done.\n   users: 1\r\u001b[K');
  });

  test('keeps the live line on one line, however narrow the terminal', () => {
    const { stage, told } = recorded({ isTTY: true, columns: 40 });
    narrator(stage, { NO_COLOR: '1' }).now('u'.repeat(100));
    expect(told()).toHaveLength('\r\u001b[K'.length + 40);
  });

  test('shows what an action printed without letting it steer the terminal', () => {
    const { stage, told } = recorded({ isTTY: true });
    narrator(stage, { NO_COLOR: '1' }).chapter(1, 'a\u001b[2Jb');
    expect(told()).toBe('\n1. ab\n');
  });
});

describe('a text that is wrapped', () => {
  test('breaks at spaces, keeps its indentation, and never breaks a word', () => {
    expect(wrap('  one two three', 9)).toEqual(['  one two', '  three']);
    expect(wrap('https://example.com/long next', 10)).toEqual(['https://example.com/long', 'next']);
    expect(wrap('a\n\nb', 10)).toEqual(['a', '', 'b']);
  });
});

function tell(stream: { isTTY: boolean }, env: Record<string, string>): string {
  const { stage, told } = recorded(stream);
  const to = narrator(stage, env);
  to.chapter(1, 'The first version goes live');
  to.log({ kind: 'heading', text: 'Plan' });
  to.log({ kind: 'error', text: 'wrong' });
  to.now('users right now: version 1');
  to.verdict(true, 'promoted');
  return told();
}

function recorded(stream: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  return { stage: { ...stream, write: (text: string) => written.push(text) }, told: () => written.join('') };
}

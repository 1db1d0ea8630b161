import { inert, oneLine } from '../src/index.ts';

/** Whether the runner could take the line for a command, read generously: any name counts, and what ICU skips is skipped. */
function couldBeCommand(line: string): boolean {
  const seen = line.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '').trimStart();
  return (seen.startsWith('::') && seen.indexOf('::', 2) >= 0) || seen.includes('##[');
}

describe('text from outside', () => {
  test.each([
    '::error::x',
    '  \t::set-output name=a::b',
    '\u00a0\u2003::add-mask::x',
    'fine\n::error::x',
    'fine\r::error::x',
    'fine\r\n::error::x',
    'text ##[error]x',
    '##[add-mask]x',
    ':\u200b:error::x',
    '\ufeff::error::x',
    '\u0000::error::x',
    '\u0085::error::x',
    '#\u200d#[error]x',
    '##\u00ad[error]x',
    '::::',
    '::stop-commands::token\n##[error]x ##[warning]y',
  ])('is no command after it was made inert: %j', (text) => {
    expect(text.split(/\r\n|\n|\r/).some(couldBeCommand)).toBe(true);
    expect(
      inert(text)
        .split(/\r\n|\n|\r/)
        .filter(couldBeCommand),
    ).toEqual([]);
  });

  test.each(['::1 refused the connection', 'std::string', 'a :: b :: c', '# heading', '👩‍💻 deploys\twell', '##', ''])(
    'that is none stays as it is: %j',
    (text) => expect(inert(text)).toBe(text),
  );

  test('cannot repaint a terminal', () => {
    expect(inert('\u001b[2Jgone\u0007')).toBe('\\x1b[2Jgone\\x07');
  });

  test('keeps its lines', () => {
    expect(inert('a\r\nb\rc\n')).toBe('a\nb\nc\n');
  });
});

test('one line stays one line', () => {
  expect(oneLine(' a\n  b\r\nc\u0007 ')).toBe('a b c\\x07');
});

import { gzipSync } from 'node:zlib';
import { cutReport, type Limits, type Unreadable, UnreadableReport } from '../../src/index.ts';
import { reportFiles } from '../support/report-file.ts';

const file = reportFiles();

/** All that a report says, results apart. */
function cut(bytes: string | Uint8Array, limits: Partial<Limits> = {}) {
  const report = cutReport(file(bytes), limits);
  try {
    const results = report.counts.map((_, run) => [...report.results(run)]);
    expect(results.map(({ length }) => length)).toEqual(report.counts);
    return { skeleton: report.skeleton, results };
  } finally {
    report.close();
  }
}

function refusal(read: () => unknown): { reason: Unreadable; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof UnreadableReport) return { reason: error.reason, message: error.message };
    throw error;
  }
  throw new Error('It was read.');
}

describe('results are cut out of a report', () => {
  it.each<[name: string, text: string, skeleton: unknown, results: unknown[][]]>([
    ['none', '{"runs":[{"results":[]}]}', { runs: [{ results: [] }] }, [[]]],
    ['no list of them', '{"runs":[{}]}', { runs: [{}] }, [[]]],
    ['null for a list', '{"runs":[{"results":null}]}', { runs: [{ results: null }] }, [[]]],
    ['an object for a list', '{"runs":[{"results":{"a":[1]}}]}', { runs: [{ results: { a: [1] } }] }, [[]]],
    ['no runs', '{"runs":[]}', { runs: [] }, []],
    ['no list of runs', '{"version":"2.1.0"}', { version: '2.1.0' }, []],
    ['an object of runs', '{"runs":{"0":{"results":[1]}}}', { runs: { 0: { results: [1] } } }, []],
    ['a list', '[{"runs":[{"results":[1]}]}]', [{ runs: [{ results: [1] }] }], []],
    [
      'before their tool',
      '{"runs":[{"results":[{"ruleId":"a"},{"ruleId":"b"}],"tool":{"driver":{}}}],"version":"2.1.0"}',
      { runs: [{ results: [], tool: { driver: {} } }], version: '2.1.0' },
      [[{ ruleId: 'a' }, { ruleId: 'b' }]],
    ],
    [
      'of runs that are none',
      '{"runs":[null,5,[{"results":[1]}],{"results":[1,2]}]}',
      { runs: [null, 5, [{ results: [1] }], { results: [] }] },
      [[], [], [], [1, 2]],
    ],
    [
      'of other results and runs further down and up',
      '{"a":{"runs":[{"results":[1]}]},"results":[2],"runs":[{"runs":[3],"a":{"results":[4]},"results":[{"results":[5]}]}]}',
      { a: { runs: [{ results: [1] }] }, results: [2], runs: [{ runs: [3], a: { results: [4] }, results: [] }] },
      [[{ results: [5] }]],
    ],
    [
      'by a key that is written with escapes',
      '{"\\u0072uns":[{"\\u0072\\u0065\\u0073\\u0075\\u006c\\u0074\\u0073":[1]}]}',
      { runs: [{ results: [] }] },
      [[1]],
    ],
    [
      'among brackets, quotes and commas in texts',
      '{"runs":[{"x":"\\"results\\":[","results":["]","\\"],[","\\\\",{"}":"{"}]}]}',
      { runs: [{ x: '"results":[', results: [] }] },
      [[']', '"],[', '\\', { '}': '{' }]],
    ],
    [
      'with white space wherever it may be',
      ' {\n"runs" : [ { "results" : [ \r\n 1 , [ ] , { } \t ] } ] } \n',
      { runs: [{ results: [] }] },
      [[1, [], {}]],
    ],
  ])('%s', (_name, text, skeleton, results) => {
    for (const limits of [{}, { blockBytes: 8, batchBytes: 0 }])
      expect(cut(text, limits)).toEqual({ skeleton, results });
  });

  it('keeps a key that is called __proto__', () => {
    const { skeleton, results } = cut('{"__proto__":1,"runs":[{"results":[{"__proto__":{"a":1}}]}]}');
    expect(JSON.stringify([skeleton, results])).toBe(
      '[{"__proto__":1,"runs":[{"results":[]}]},[[{"__proto__":{"a":1}}]]]',
    );
  });

  it('takes the last of two equal keys elsewhere', () => {
    expect(cut('{"a":1,"a":2,"runs":[{"b":1,"b":2}]}').skeleton).toEqual({ a: 2, runs: [{ b: 2 }] });
  });
});

describe('text is UTF-8 or UTF-16', () => {
  const text = '{"runs":[{"tool":"é🙂","results":["日本","🙂🙂🙂🙂🙂🙂🙂🙂🙂","x"]}]}';
  const bigEndian = (of: string) => Buffer.from(of, 'utf16le').swap16();

  it.each<[name: string, bytes: Uint8Array]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', Buffer.from(text, 'utf16le')],
    ['UTF-16, little end first, with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', bigEndian(text)],
    ['UTF-16, big end first, with a mark', bigEndian(`\ufeff${text}`)],
  ])('%s', (_name, bytes) => {
    const expected = {
      skeleton: { runs: [{ tool: 'é🙂', results: [] }] },
      results: [['日本', '🙂🙂🙂🙂🙂🙂🙂🙂🙂', 'x']],
    };
    for (const blockBytes of [8, 9, 10, 11, 1000]) expect(cut(bytes, { blockBytes, batchBytes: 4 })).toEqual(expected);
  });
});

describe('what cannot be read is one clear error', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const ends = 'The file ends in the middle of its JSON: its tool was stopped while it wrote.';
  const at = (byte: number) => `The file is not JSON: byte ${byte} is not what may stand there.`;

  it.each<[name: string, bytes: string | Uint8Array, reason: Unreadable, message: string]>([
    ['no byte', '', 'empty', 'The file is empty.'],
    ['white space alone', ' \n\t \r\n', 'empty', 'The file is empty.'],
    ['a mark alone', '\ufeff', 'empty', 'The file is empty.'],
    ['gzip', gzipSync('{}'), 'archive', 'The file is compressed (gzip): unpack it first.'],
    ['zip', Buffer.from('PK\u0003\u0004....'), 'archive', 'The file is compressed (zip): unpack it first.'],
    ['UTF-32', Buffer.from('{\0\0\0}\0\0\0', 'latin1'), 'encoding', 'The file is not text in UTF-8 or UTF-16.'],
    ['other bytes', Buffer.from('{"a":"\xe9"}', 'latin1'), 'encoding', 'The file is not valid UTF-8.'],
    ['half a character', Buffer.from('{"a":"é"}').subarray(0, 7), 'encoding', 'The file is not valid UTF-8.'],
    ['half a pair', Buffer.from('{"a":"\ud800"}', 'utf16le'), 'encoding', 'The file is not valid UTF-16.'],
    ['half a unit', Buffer.from('{\0}', 'latin1'), 'truncated', 'The file ends in the middle of a character.'],
    ['text', 'No issues found', 'malformed', at(0)],
    ['an error', 'Error: {"a":1}', 'malformed', at(0)],
    ['a number', ' 5', 'malformed', at(1)],
    ['colours of a terminal', '\u001b[0m{}', 'malformed', at(0)],
    ['a page', '<html></html>', 'malformed', at(0)],
    ['cut in a text', '{"runs":[{"results":[{"a":"b', 'truncated', ends],
    ['cut after an escape', '{"a":"\\', 'truncated', ends],
    ['cut between results', '{"runs":[{"results":[{},', 'truncated', ends],
    ['cut behind results', '{"runs":[{"results":[{}]', 'truncated', ends],
    ['cut before its last bracket', '{"runs":[]', 'truncated', ends],
    ['two documents', '{"runs":[]}\n{"runs":[]}', 'several', 'The file has more text after the end of its JSON.'],
    ['text after it', '{"runs":[]}\nDone.', 'several', 'The file has more text after the end of its JSON.'],
    ['one bracket more', '{"runs":[]}]', 'malformed', at(11)],
    ['NaN', '{"a":NaN}', 'malformed', 'The file is not JSON: it has NaN, which JSON cannot say.'],
    ['-Infinity', '{"a":[-Infinity]}', 'malformed', 'The file is not JSON: it has -Infinity, which JSON cannot say.'],
    ['a key without quotes', '{"b":1,a:1}', 'malformed', at(7)],
    ['a number with a plus', '{"a":+1}', 'malformed', at(5)],
    ['a comma before a bracket', '{"a":1,}', 'malformed', 'The file is not JSON.'],
    ['two kinds of brackets', '{"a":[}]', 'malformed', 'The file is not JSON.'],
    ['too deep', nested(101), 'too-deep', 'Lists and objects stand more than 100 deep in each other.'],
    [
      'too deep in a result',
      `{"runs":[{"results":[{"a":${nested(96)}}]}]}`,
      'too-deep',
      'Lists and objects stand more than 100 deep in each other.',
    ],
    [
      'two lists of results in a run',
      '{"runs":[{"results":[1],"results":[2]}]}',
      'malformed',
      'The file names "results" twice in one object: it is not clear which counts.',
    ],
    [
      'two lists of runs',
      '{"runs":[],"runs":[]}',
      'malformed',
      'The file names "runs" twice in one object: it is not clear which counts.',
    ],
  ])('%s', (_name, bytes, reason, message) => {
    for (const limits of [{}, { blockBytes: 8 }]) {
      expect(refusal(() => cut(bytes, limits))).toEqual({ reason, message });
    }
  });

  it.each<[name: string, results: string, message: string]>([
    [
      'NaN',
      '{"a":1},{"rank":NaN},{}',
      'Result 1 of run 1 cannot be read. The file is not JSON: it has NaN, which JSON cannot say.',
    ],
    ['a comma too many', '1,,2', 'Result 1 of run 1 cannot be read. The file is not JSON.'],
    ['a comma at the end', '1,', 'Result 1 of run 1 cannot be read. The file is not JSON.'],
    ['a comma at the start', ',1', 'Result 0 of run 1 cannot be read. The file is not JSON.'],
    ['two in one', '1 2', `Result 0 of run 1 cannot be read. The file has more text after the end of its JSON.`],
    ['a wrong bracket', '{"a":[}]', 'Result 0 of run 1 cannot be read. The file is not JSON.'],
    ['a word', '{"a":1},none', `Result 1 of run 1 cannot be read. ${at(45)}`],
  ])('a result that is no JSON: %s', (_name, results, message) => {
    for (const batchBytes of [0, 1000]) {
      const text = `{"runs":[{"results":[0]},{"results":[${results}]}]}`;
      expect(refusal(() => cut(text, { batchBytes })).message).toBe(message);
    }
  });

  it('gives the results before one that is no JSON', () => {
    const report = cutReport(file('{"runs":[{"results":[1,2,x,4]}]}'));
    const results = report.results(0)[Symbol.iterator]();
    expect([results.next().value, results.next().value]).toEqual([1, 2]);
    expect(refusal(() => results.next()).reason).toBe('malformed');
    report.close();
  });

  it('as deep as may be is read', () => {
    expect(JSON.stringify(cut(nested(100)).skeleton)).toBe(nested(100));
    expect(cut(`{"runs":[{"results":[{"a":${nested(95)}}]}]}`).results).toHaveLength(1);
  });

  it('a result may have so many bytes, and all the rest together', () => {
    const report = (text: string) => `{"runs":[{"results":[0,"${text}"]}]}`;
    expect(cut(report('x'.repeat(98)), { resultBytes: 100 }).results).toEqual([[0, 'x'.repeat(98)]]);
    const tooLarge = { reason: 'too-large', message: 'Result 1 of run 0 has more than 100 bytes.' };
    for (const blockBytes of [8, 1000]) {
      expect(refusal(() => cut(report('x'.repeat(99)), { resultBytes: 100, blockBytes }))).toEqual(tooLarge);
      const padded = `{"a":"${'x'.repeat(92)}"}`;
      expect(cut(padded, { skeletonBytes: 100, blockBytes }).skeleton).toEqual({ a: 'x'.repeat(92) });
      expect(refusal(() => cut(`${padded} `, { skeletonBytes: 100, blockBytes })).reason).toBe('too-large');
    }
  });

  it('by the limits that hold without a word, a result of 16 MB', () => {
    const report = (bytes: number) => `{"runs":[{"results":["${'x'.repeat(bytes - 2)}"]}]}`;
    expect(cut(report(16 * 1024 * 1024)).results[0]).toHaveLength(1);
    expect(refusal(() => cut(report(16 * 1024 * 1024 + 1))).message).toBe(
      'Result 0 of run 0 has more than 16777216 bytes.',
    );
  });

  it('a file that is not there, and a folder', () => {
    expect(refusal(() => cutReport('/not/there.json')).message).toBe('The file cannot be opened (ENOENT).');
    expect(refusal(() => cutReport(import.meta.dirname))).toEqual({ reason: 'no-file', message: 'It is not a file.' });
  });

  it('never quotes the file', () => {
    for (const text of ['hunter2', '{"a":hunter2}', '{"runs":[{"results":[hunter2]}]}', '{"hunter2"}', '{}hunter2']) {
      expect(refusal(() => cut(text)).message).not.toContain('hunter2');
    }
  });
});

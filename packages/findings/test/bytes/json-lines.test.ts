import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJsonLines } from '../../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'json-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: string | Buffer): string {
  const file = path.join(folder, 'report.ndjson');
  writeFileSync(file, content);
  return file;
}

describe('readJsonLines', () => {
  it.each([
    ['{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['{"a":1}\r\n\r\n  \n{"b":"ä\\n"}', [{ a: 1 }, { b: 'ä\n' }]],
    ['\ufeff{"__proto__":1}', [JSON.parse('{"__proto__":1}')]],
    ['\n', []],
  ])('%j', (content, documents) => {
    // Blocks of five bytes, so that lines and characters are cut.
    expect(readJsonLines(written(content), { blockBytes: 5 })).toEqual(documents);
  });

  it('reads UTF-16, too', () => {
    expect(readJsonLines(written(Buffer.from('\ufeff{"a":"ä"}\n[]', 'utf16le')))).toEqual([{ a: 'ä' }, []]);
  });

  it.each([
    ['{"a":1}\nwords\n', {}, 'malformed', 'Line 2 cannot be read.'],
    ['{"a":1}\n{"b":', {}, 'truncated', 'Line 2 cannot be read.'],
    ['{"a":1} {"b":2}', {}, 'several', 'Line 1 cannot be read.'],
    ['{"a":{"b":{}}}', { depth: 2 }, 'too-deep', 'Line 1 cannot be read.'],
    [`{"a":"${'x'.repeat(100)}"}`, { resultBytes: 50, blockBytes: 20 }, 'too-large', 'A line is larger than 50 bytes.'],
  ])('%j (%j) is %s', (content, limits, reason, begin) => {
    const message = expect.stringContaining(begin);
    expect(() => readJsonLines(written(content), limits)).toThrow(expect.objectContaining({ reason, message }));
  });
});

import type { Change } from '../src/changes.ts';
import { rawChanges } from '../src/git/raw-changes.ts';

const OBJECT = 'a'.repeat(40);
const OUTPUT = [
  `:100644 100644 ${OBJECT} ${OBJECT} M`,
  'a.ts',
  `:000000 160000 ${OBJECT} ${OBJECT} A`,
  'lib',
  `:100644 100755 ${OBJECT} ${OBJECT} R100`,
  'old name\n',
  ':new name',
  `:120000 000000 ${OBJECT} ${OBJECT} D`,
  '\xff',
  '',
].join('\0');

const CHANGES: readonly Change[] = [
  { status: 'modified', path: 'a.ts' },
  { status: 'added', path: 'lib', submodule: true },
  { status: 'renamed', from: 'old name\n', path: ':new name' },
  { status: 'deleted', path: '\xff' },
];

function read(output: string, size: number): Change[] {
  const changes: Change[] = [];
  const { push, end } = rawChanges((change) => void changes.push(change));
  for (let at = 0; at < output.length; at += size) {
    const chunk = Buffer.from(output.slice(at, at + size), 'latin1');
    push(chunk);
    // As it is after a run: nothing of a chunk may be kept.
    chunk.fill(10);
  }
  end();
  return changes;
}

it.each(Array.from({ length: 120 }, (_, index) => index + 1))('reads chunks of %i bytes', (size) => {
  expect(read(OUTPUT, size)).toEqual(CHANGES);
});

it.each([
  ['in a path', OUTPUT.slice(0, -1)],
  ['before a path', OUTPUT.slice(0, OUTPUT.indexOf('lib'))],
  ['before a second path', OUTPUT.slice(0, OUTPUT.indexOf(':new'))],
  ['in a status', OUTPUT.slice(0, 20)],
])('output that breaks off %s is an error', (_, output) => {
  expect(() => read(output, 1_000)).toThrow('broke off');
});

it.each([
  ['an unknown status', `:100644 100644 ${OBJECT} ${OBJECT} X\0a\0`],
  ['something else', 'warning: something\0a\0'],
])('%s is an error', (_, output) => {
  expect(() => read(output, 1_000)).toThrow('something else than a change');
});

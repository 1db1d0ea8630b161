import type { Benchmark } from '../src/benchmark.ts';
import { readCommandLine } from '../src/command-line.ts';

const site: Benchmark = {
  does: 'sites against nothing',
  settings: { files: { does: 'how many are uploaded', standard: 20 }, runs: { does: 'how often', standard: 3 } },
  parts: { pages: 'the pages alone' },
  run: async () => ({ notes: [], comparisons: [] }),
};
const read = (...args: string[]) => readCommandLine(args, { site });

test('a name is enough: a person reads the result, and settings are as they are told to others', () => {
  expect(read('site')).toEqual({
    benchmark: site,
    json: false,
    check: false,
    settings: { files: 20, runs: 3 },
    only: undefined,
  });
});

test('options are read', () => {
  const asked = read('site', '--json', '--check', '--files', '2', '--only', 'pages');
  expect(asked).toMatchObject({ json: true, check: true, only: 'pages', settings: { files: 2, runs: 3 } });
});

test.each([
  [[], /^Which benchmark\? There is:/],
  [['--json'], /^Which benchmark\? There is:/],
  [['sight'], /^There is no benchmark "sight"\. There is:/],
  [['constructor'], /^There is no benchmark "constructor"\./],
  [['site', '--files', '0'], /^--files 0 is not a whole number from 1\. There is:/],
  [['site', '--files', 'many'], /^--files many is not a whole number from 1\./],
  [['site', '--only', 'images'], /^--only images is no part of it\./],
  [['site', '--slow'], /--slow/],
  [['site', 'again'], /again/],
])('%j is refused, with what there is', (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence);
  expect(() => read(...args)).toThrow(
    /npm run bench -- site .*sites against nothing\n {4}--only pages {2}the pages alone\n {4}--files N {2}how many.*; 20 unless given/,
  );
});

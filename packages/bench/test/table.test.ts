import { table } from '../src/table.ts';

test('each comparison is a line, judged, and says why it was not measured', () => {
  const shown = table([
    { figure: 'wall clock', unit: 'ms', ours: 3_100, peer: 'script', theirs: 10_440, expected: 0.5 },
    { figure: 'start-up', unit: 'ms', ours: 152, peer: 'bare Node', theirs: 36.8, expected: 3.75 },
    { figure: 'window', unit: 'ms', ours: 36, peer: 'script', theirs: 21_460 },
    { figure: 'log', unit: 'kB', ours: 2.2, peer: 'peer', theirs: 9_840 },
    { figure: 'calls', unit: 'calls', ours: 17, peer: 'peer', theirs: { why: 'PEERS is not set' } },
    { figure: 'size', unit: 'MB', ours: { why: 'no bundle' }, peer: 'peer', theirs: { why: 'PEERS is not set' } },
  ]);
  expect(shown).toBe(
    [
      '                ours     theirs     ratio  expected     against',
      'wall clock    3.10 s    10.44 s     0.30×    ≤ 0.5×  ✓  script',
      'start-up      152 ms    36.8 ms     4.13×   ≤ 3.75×  ✗  bare Node',
      'window       36.0 ms    21.46 s    0.002×               script',
      'log           2.2 kB  9840.0 kB  < 0.001×               peer',
      'calls       17 calls          –                         peer: not measured (PEERS is not set)',
      'size               –          –                         peer: not measured (no bundle; PEERS is not set)',
    ].join('\n'),
  );
});

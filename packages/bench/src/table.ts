import { type Comparison, figureOf, type Measured, type Unit, verdictOn } from './figure.ts';

const SIGNS = { held: '✓', missed: '✗', open: ' ' } as const;

/** Comparisons as a person reads them: a line for each, in columns; what was not measured says why. */
export function table(comparisons: readonly Comparison[]): string {
  const head = ['', 'ours', 'theirs', 'ratio', 'expected', '', 'against'];
  const rows = comparisons.map((comparison) => {
    const figure = figureOf(comparison);
    const { ratio, expected } = figure;
    return [
      comparison.figure,
      inWords(comparison.ours, comparison.unit),
      inWords(comparison.theirs, comparison.unit),
      ratio === null ? '' : ratioInWords(ratio),
      expected === null ? '' : `≤ ${expected}×`,
      SIGNS[verdictOn(figure)],
      [comparison.peer, ...reasons(comparison)].join(': '),
    ];
  });
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        // Words to the left, numbers to the right.
        .map((cell, column) =>
          NUMERIC.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function ratioInWords(ratio: number): string {
  return ratio === 0 ? '< 0.001×' : `${ratio.toFixed(ratio < 0.1 ? 3 : 2)}×`;
}

const NUMERIC = [1, 2, 3, 4];

function reasons({ ours, theirs }: Comparison): readonly string[] {
  const why = [ours, theirs].flatMap((one) => (typeof one === 'number' ? [] : [one.why]));
  return why.length > 0 ? [`not measured (${[...new Set(why)].join('; ')})`] : [];
}

function inWords(measured: Measured, unit: Unit): string {
  if (typeof measured !== 'number') return '–';
  if (unit === 'calls' || unit === 'runs') return `${measured} ${unit}`;
  if (unit === 'MB') return `${measured.toFixed(2)} MB`;
  if (unit === 'kB') return `${measured.toFixed(1)} kB`;
  return measured < 1000 ? `${measured.toFixed(measured < 100 ? 1 : 0)} ms` : `${(measured / 1000).toFixed(2)} s`;
}

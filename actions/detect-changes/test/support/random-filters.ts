import { createRequire } from 'node:module';
import type { Change, Status } from '../../src/changes.ts';
import { selectorOf } from '../../src/components/selection.ts';
import { filtersIn } from '../../src/inputs/document.ts';
import { filtersFrom } from '../../src/inputs/filters.ts';
import { linesIn } from '../../src/inputs/lines.ts';

// It has no types.
const picomatch: (pattern: string, options: object) => (path: string) => boolean = createRequire(import.meta.url)(
  'picomatch',
);

/** Filters as a document has them. */
interface Entry {
  readonly paths: readonly string[];
  readonly needs: readonly string[];
  readonly status?: readonly Status[];
}

type Random = (below: number) => number;

const FOLDERS = ['a', 'b', 'c', '.d'];
const NAMES = ['x.ts', 'y.ts', 'z.md', '.e', 'a'];
const PATTERNS = [
  '**',
  '**/*.ts',
  '**/*.md',
  '*.ts',
  'a/*',
  '*/b/**',
  '**/b/*',
  '?/**',
  '[ab]/**',
  '{a,c}/x.ts',
  'a/**/z.md',
];
const STATUSES: readonly Status[] = ['added', 'modified', 'deleted', 'type-changed'];

/**
 * Compares what random changes concern, by random filters, with a slow and plain reading of the same rules.
 *
 * @returns trials that differ, which should be none, and how many components were on and off.
 */
export function tryFilters(fraction: () => number, trials: number) {
  const random: Random = (below) => Math.floor(fraction() * below);
  const differing: object[] = [];
  const seen = { on: 0, off: 0 };
  for (let trial = 0; trial < trials; trial += 1) {
    const document = filtersOf(random);
    const [global, ignore] = [random(4) ? [] : linesOf(random), random(3) ? [] : linesOf(random)];
    const changes = Array.from({ length: random(4) }, () => changeOf(random));
    const { components } = filtersIn(document, { reserved: [] });
    const given = { components, refusals: [], deadBecauseOf: () => [] };
    const selector = selectorOf(
      filtersFrom({
        filters: given,
        global: linesIn(global, { at: '' }).list,
        ignore: linesIn(ignore, { at: '' }).list,
      }),
    );
    for (const change of changes) selector.take(change);
    const found = selector.select().selected.flatMap(({ component, why }) => (why.on ? [component.name] : []));
    const expected = concerned(document, { global, ignore, changes });
    seen.on += expected.length;
    seen.off += components.length - expected.length;
    if (found.join() !== expected.join()) differing.push({ document, global, ignore, changes, found, expected });
  }
  return { differing, ...seen };
}

/** The rules, as a person would go through them. */
function concerned(
  document: Readonly<Record<string, Entry>>,
  {
    global,
    ignore,
    changes,
  }: { readonly global: readonly string[]; readonly ignore: readonly string[]; readonly changes: readonly Change[] },
): readonly string[] {
  const names = Object.keys(document);
  const touched = changes
    .flatMap(({ status, path, from }) =>
      from === undefined
        ? [{ path, statuses: [status] }]
        : [
            { path, statuses: ['renamed', 'added'] },
            { path: from, statuses: ['renamed', 'deleted'] },
          ],
    )
    .filter(({ path }) => ignore.length === 0 || !isIn(ignore, path));
  if (global.length > 0 && touched.some(({ path }) => isIn(global, path))) return names;
  const isOn = (name: string): boolean => {
    const { paths, needs, status } = document[name]!;
    const own = touched.some(
      ({ path, statuses }) =>
        paths.length > 0 && isIn(paths, path) && (!status || status.some((one) => statuses.includes(one))),
    );
    return own || needs.some(isOn);
  };
  return names.filter(isOn);
}

function isIn(lines: readonly string[], path: string): boolean {
  let answer = lines.every((line) => line.startsWith('!'));
  for (const line of lines) {
    const pattern = line.replace(/^!/, '');
    const isPlain = !/[*?[{]/.test(pattern);
    const matches = isPlain
      ? path === pattern || path.startsWith(`${pattern}/`)
      : picomatch(pattern, { dot: true })(path) && !(pattern.endsWith('/**') && !path.includes('/'));
    if (matches) answer = !line.startsWith('!');
  }
  return answer;
}

function filtersOf(random: Random): Readonly<Record<string, Entry>> {
  const names = Array.from({ length: 1 + random(5) }, (_, index) => `c${index}`);
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        paths: linesOf(random),
        // Only of those before it, so that there is no circle.
        needs: names.slice(0, index).filter(() => random(4) === 0),
        ...(random(4) === 0 && { status: STATUSES.filter((_, at) => at === 0 || random(2) === 0) }),
      },
    ]),
  );
}

function linesOf(random: Random): readonly string[] {
  return Array.from({ length: 1 + random(3) }, () => {
    const pattern = random(2)
      ? PATTERNS[random(PATTERNS.length)]
      : random(2)
        ? pathOf(random)
        : FOLDERS[random(FOLDERS.length)];
    return `${random(3) === 0 ? '!' : ''}${pattern}`;
  });
}

function changeOf(random: Random): Change {
  const path = pathOf(random);
  return random(4) === 0
    ? { status: 'renamed', path, from: pathOf(random) }
    : { status: STATUSES[random(STATUSES.length)]!, path };
}

function pathOf(random: Random): string {
  const folders = Array.from({ length: random(4) }, () => FOLDERS[random(FOLDERS.length)]);
  return [...folders, NAMES[random(NAMES.length)]].join('/');
}

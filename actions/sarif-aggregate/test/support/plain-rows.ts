import type { Package } from '@actions-aws/findings';
import type { Row, Rows, Words } from '../../src/store/rows.ts';

/** Rows over plain arrays, for tests; all that one maker makes share their words and packages. */
export function plainRows(): (list: readonly Row[]) => Rows {
  const texts = [''];
  const numbers = new Map([['', 0]]);
  const packages: (Package | undefined)[] = [undefined];
  const packageNumbers = new Map<string, number>();
  const wordOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const words: Words = {
    get length() {
      return texts.length;
    },
    text: (word) => texts[word] ?? '',
  };
  const packageOf = (one: Package | undefined): number => {
    if (!one) return 0;
    const key = JSON.stringify([one.type, one.name, one.source, one.names]);
    const known = packageNumbers.get(key);
    if (known !== undefined) return known;
    packageNumbers.set(key, packages.length);
    return packages.push(one) - 1;
  };
  return (list) => {
    const columns = list.map((row) => ({
      row,
      said: wordOf(row.severity.said ?? ''),
      tool: wordOf(row.tool),
      rule: wordOf(row.rule),
      path: wordOf(row.path ?? ''),
      advisories: wordOf([...(row.advisories ?? [])].sort().join(' ')),
      package: packageOf(row.package),
      target: wordOf(row.target ?? ''),
      detail: wordOf(row.detail ?? ''),
      reason: wordOf(row.suppressed ?? ''),
      line: halves(row.lineHash),
      text: halves(row.textHash),
    }));
    const at = (row: number): (typeof columns)[number] => {
      const found = columns[row];
      if (!found) throw new RangeError(`no row ${row}`);
      return found;
    };
    return {
      length: columns.length,
      words,
      packages,
      scan: (row) => at(row).row.scan,
      kind: (row) => at(row).row.kind,
      severity: (row) => at(row).row.severity.word,
      severitySource: (row) => at(row).row.severity.source,
      said: (row) => at(row).said,
      tool: (row) => at(row).tool,
      rule: (row) => at(row).rule,
      path: (row) => at(row).path,
      line: (row) => at(row).row.line ?? 0,
      lineHashUpper: (row) => at(row).line[0],
      lineHashLower: (row) => at(row).line[1],
      textHashUpper: (row) => at(row).text[0],
      textHashLower: (row) => at(row).text[1],
      advisories: (row) => at(row).advisories,
      package: (row) => at(row).package,
      target: (row) => at(row).target,
      detail: (row) => at(row).detail,
      suppressed: (row) => at(row).row.suppressed !== undefined,
      reason: (row) => at(row).reason,
      toldState: (row) => at(row).row.told?.state,
      toldFate: (row) => at(row).row.told?.fate,
    };
  };
}

function halves(hex: string | undefined): readonly [number, number] {
  const padded = (hex ?? '').padStart(16, '0');
  return [Number.parseInt(padded.slice(0, 8), 16), Number.parseInt(padded.slice(8), 16)];
}

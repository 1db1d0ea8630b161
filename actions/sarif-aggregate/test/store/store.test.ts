import { readdirSync } from 'node:fs';
import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import type { Row } from '../../src/store/rows.ts';
import { ranksOf, sortBy } from '../../src/store/sort.ts';
import { newSpill } from '../../src/store/spill.ts';
import { newStore } from '../../src/store/store.ts';
import { textsIn } from '../../src/store/texts.ts';
import { inWindows } from '../../src/store/window.ts';
import { scratch } from '../support/scratch.ts';
import { resultOf } from '../support/stored.ts';

const folder = scratch();
const random = randomFrom(seedNumber(scopeOf(), 'store'));
const below = (limit: number) => Math.floor(random() * limit);

describe('rows', () => {
  const least: Row = {
    scan: 0,
    kind: 'code',
    severity: { word: 'critical', source: 'tool' },
    tool: 'T',
    rule: 'R',
  };
  const most: Row = {
    scan: 70_000,
    kind: 'license',
    severity: { word: 'none', source: 'nothing', said: 'x' },
    tool: '__proto__',
    rule: 'constructor',
    path: 'a/b',
    line: 4_000_000_000,
    lineHash: 'fedcba9876543210',
    textHash: '1f',
    advisories: ['CVE-2021-1', 'GHSA-x'],
    package: { type: 'npm', name: 'p' },
    target: 'package-lock.json',
    detail: 'MIT',
    suppressed: '',
    told: { state: 'fixed', fate: 'excluded' },
  };

  it('say what was added to them, the least and the most', () => {
    const store = newStore(folder);
    const { today, before, words } = store;
    for (let times = 0; times < 20_000; times += 1) today.add(least, resultOf({ scan: 'a', rule: 'R' }));
    expect(today.add(most, resultOf({ scan: 'a', rule: 'constructor' }), 'why')).toBe(20_000);
    expect(before.add(most, resultOf({ scan: 'a', rule: 'constructor' }))).toBe(0);
    const said = (table: typeof today, row: number) => ({
      scan: table.scan(row),
      kind: table.kind(row),
      severity: [table.severity(row), table.severitySource(row), words.text(table.said(row))],
      texts: [table.tool(row), table.rule(row), table.path(row), table.target(row), table.detail(row)].map(words.text),
      line: table.line(row),
      hashes: [table.lineHashUpper(row), table.lineHashLower(row), table.textHashUpper(row), table.textHashLower(row)],
      advisories: words.text(table.advisories(row)),
      package: table.packages[table.package(row)],
      suppressed: [table.suppressed(row), words.text(table.reason(row))],
      told: [table.toldState(row), table.toldFate(row), words.text(table.toldReason(row))],
      rule: table.ruleOf(row).id,
    });
    expect(said(today, 19_999)).toEqual({
      scan: 0,
      kind: 'code',
      severity: ['critical', 'tool', ''],
      texts: ['T', 'R', '', '', ''],
      line: 0,
      hashes: [0, 0, 0, 0],
      advisories: '',
      package: undefined,
      suppressed: [false, ''],
      told: [undefined, undefined, ''],
      rule: 'R',
    });
    const expected = {
      scan: 70_000,
      kind: 'license',
      severity: ['none', 'nothing', 'x'],
      texts: ['__proto__', 'constructor', 'a/b', 'package-lock.json', 'MIT'],
      line: 4_000_000_000,
      hashes: [0xfedcba98, 0x76543210, 0, 0x1f],
      advisories: 'CVE-2021-1 GHSA-x',
      package: { type: 'npm', name: 'p' },
      suppressed: [true, ''],
      told: ['fixed', 'excluded', 'why'],
      rule: 'constructor',
    };
    expect(said(today, 20_000)).toEqual(expected);
    expect(said(before, 0)).toEqual({ ...expected, told: ['fixed', 'excluded', ''] });
    expect(today.path(20_000)).toBe(before.path(0));
    store.remove();
  });

  it('give back what is told of them', () => {
    const { today, texts, remove } = newStore(folder);
    const message = '日本\n🙂\ud800"';
    const named = { kind: 'dependency', advisories: ['CVE-1'], package: { name: 'p' }, target: '' } as const;
    const given: readonly (readonly [Partial<Parameters<typeof resultOf>[0]>, object])[] = [
      [{ message }, { message }],
      [
        { message, subject: { ...named, version: '1', fixed: '2' } },
        { message, version: '1', fixed: '2' },
      ],
      [
        { message, subject: { ...named, fixed: '2' } },
        { message, fixed: '2' },
      ],
      [{ sarif: { message: { markdown: '*x*' } } }, { message: 'Rule R' }],
    ];
    for (const [its] of given) today.add(least, resultOf({ scan: 'a', rule: 'R', ...its }));
    const order = Uint32Array.from([3, 0, 1, 2]);
    const read = [];
    for (const { bytes, start, end } of inWindows(texts, order.map(today.spilled))) {
      read.push(textsIn(bytes, start, end));
    }
    expect(read).toEqual([...order].map((row) => given[row]?.[1]));
    remove();
  });

  it('leave nothing behind', () => {
    const before = readdirSync(folder);
    const store = newStore(folder);
    store.today.add(least, resultOf({ scan: 'a', rule: 'R' }));
    expect(readdirSync(folder)).toHaveLength(before.length + 2);
    store.remove();
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('texts that are spilled', () => {
  it('are read in any order, as they were', () => {
    const spill = newSpill(folder);
    const texts = Array.from({ length: 3000 }, (_, index) => `${index} ${'é🙂x'[below(3)]!}`.repeat(below(60)));
    texts[17] = 'x'.repeat(3_000_000);
    texts[18] = 'é'.repeat(1_500_000);
    for (const text of texts) spill.append(text);
    const numbers = Uint32Array.from({ length: texts.length }, (_, index) => index);
    const orders = [numbers, numbers.toReversed(), numbers.map(() => below(texts.length))];
    for (const [order, window] of orders.flatMap((order) => [[order, 100_000] as const, [order, 1e9] as const])) {
      let [read, wrong] = [0, 0];
      for (const { bytes, start, end } of inWindows(spill, order, { window })) {
        if (bytes.toString('utf8', start, end) !== texts[order[read]!]!.toWellFormed()) wrong += 1;
        read += 1;
      }
      expect([read, wrong]).toEqual([texts.length, 0]);
    }
    spill.remove();
  });
});

describe('sorting', () => {
  it.each<[name: string, keys: readonly number[]]>([
    ['nothing', []],
    ['one', [5]],
    ['small keys', [3, 1, 2, 1, 3]],
    ['large keys', [4_294_967_295, 65_536, 65_535, 0, 4_294_901_760, 65_536]],
    ['keys at random', Array.from({ length: 2000 }, () => below(2 ** 32))],
    ['few keys at random', Array.from({ length: 2000 }, () => below(20) * 65_536)],
  ])('%s', (_name, keys) => {
    const order = Uint32Array.from(keys, (_, index) => index);
    const expected = [...order].sort((a, b) => keys[a]! - keys[b]!);
    expect([...sortBy(order, [(index) => keys[index]!])]).toEqual(expected);
  });

  it('several keys, the first of them first', () => {
    const numbers = Array.from({ length: 2000 }, () => [below(3), below(2 ** 32), below(2)] as const);
    const order = Uint32Array.from(numbers, (_, index) => index);
    const keys = [0, 2, 1].map((key) => (index: number) => numbers[index]![key]!);
    const expected = [...order].sort(
      (a, b) => keys.map((key) => key(a) - key(b)).find((difference) => difference !== 0) ?? a - b,
    );
    expect([...sortBy(order, keys)]).toEqual(expected);
    expect([...order]).toEqual(numbers.map((_, index) => index));
  });

  it('texts have their places by UTF-16 units', () => {
    const texts = ['b', 'a', '', 'é', 'Z', 'b'];
    expect([...ranksOf(5, (number) => texts[number]!)]).toEqual([3, 2, 0, 4, 1]);
  });
});

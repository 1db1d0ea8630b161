import { aggregateRun, suppressionFor } from '@actions-aws/findings';
import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { rowOfAggregate } from '../../src/identity/row.ts';
import { FATES, type Fate, type State } from '../../src/store/rows.ts';
import { newStore } from '../../src/store/store.ts';
import { scratch } from '../support/scratch.ts';
import { decide, fill, type Given, sarifOf, scanOf, written } from '../support/stored.ts';

const folder = scratch();
const scope = scopeOf();

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation?: { readonly uri: string };
    readonly region?: { readonly startLine: number };
  };
}

function parsed(text: string) {
  return JSON.parse(text) as {
    runs: {
      results: Record<string, unknown>[];
      tool: { driver: { rules: { id: string }[] } };
      automationDetails: { id: string };
    }[];
  };
}

describe('the aggregate as SARIF', () => {
  it('is a run for each scan, with all that is said and decided of each result', () => {
    const store = newStore(folder);
    const scans = fill(store, [
      { scan: 'z/api', rule: 'B', path: 'b.py', line: 3, lineHash: 'ab12' },
      { scan: 'a', rule: 'A', path: 'a.py', line: 7, message: 'a "quoted" naïve\nline' },
    ]);
    const text = sarifOf({
      store,
      decided: decide(store, {
        state: (row) => (row === 0 ? 'updated' : 'new'),
        fate: (row) => (row === 0 ? 'accepted' : 'open'),
        reason: (row) => (row === 0 ? 'known (team, until 2027-01-01)' : ''),
      }),
      verdict: 'block',
      aliases: [['CVE-2021-1', 'GHSA-x']],
      ...scans,
    });
    store.remove();
    expect(JSON.parse(text)).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'Scanner', version: '1.2.3', rules: [{ id: 'A', shortDescription: { text: 'Rule A' } }] },
          },
          results: [
            {
              baselineState: 'new',
              correlationGuid: '00000000-0000-5000-8000-000000000000',
              fingerprints: { 'actionsAws/v1': expect.stringMatching(/^[0-9a-f]{48}$/) },
              properties: {
                'actions-aws': {
                  kind: 'code',
                  severity: 'high',
                  severitySource: 'level',
                  said: 'error',
                  subject: { kind: 'code' },
                  state: 'new',
                  fate: 'open',
                },
              },
              ruleId: 'A',
              level: 'error',
              message: { text: 'a "quoted" naïve\nline' },
              locations: [{ physicalLocation: { artifactLocation: { uri: 'a.py' }, region: { startLine: 7 } } }],
            },
          ],
          automationDetails: { id: 'a/' },
          properties: { 'actions-aws': { scan: 'a', complete: true, failures: [] } },
        },
        {
          tool: {
            driver: { name: 'Scanner', version: '1.2.3', rules: [{ id: 'B', shortDescription: { text: 'Rule B' } }] },
          },
          results: [
            expect.objectContaining({
              baselineState: 'updated',
              properties: {
                'actions-aws': expect.objectContaining({
                  lineHash: 'ab12',
                  state: 'updated',
                  fate: 'accepted',
                  reason: 'known (team, until 2027-01-01)',
                }),
              },
              suppressions: [suppressionFor('accepted', 'known (team, until 2027-01-01)')],
            }),
          ],
          automationDetails: { id: 'z/api/' },
          properties: { 'actions-aws': { scan: 'z/api', complete: true, failures: [] } },
        },
      ],
      properties: { 'actions-aws': { version: 1, verdict: 'block', aliases: [['CVE-2021-1', 'GHSA-x']] } },
    });
  });

  it('keeps what a tool says in the members that have ours in them', () => {
    const sarif = {
      fingerprints: { own: '1' },
      partialFingerprints: { primaryLocationLineHash: 'x:1' },
      suppressions: [{ kind: 'inSource' as const, justification: 'fine' }],
      properties: { tags: ['x'], __proto__: 1 },
      baselineState: 'absent' as const,
      correlationGuid: '11111111-1111-4111-8111-111111111111',
    };
    const [result] = parsed(written(folder, [{ scan: 'a', rule: 'A', sarif }])).runs[0]!.results;
    expect(result).toMatchObject({
      fingerprints: { own: '1', 'actionsAws/v1': expect.anything() },
      partialFingerprints: { primaryLocationLineHash: 'x:1' },
      suppressions: [{ kind: 'inSource', justification: 'fine' }],
      properties: { tags: ['x'], 'actions-aws': expect.anything() },
      baselineState: 'new',
      correlationGuid: '00000000-0000-5000-8000-000000000000',
    });
    expect(Object.keys(result!)).toEqual([...new Set(Object.keys(result!))]);
  });

  it('passes on nothing that a tool writes in our name', () => {
    const sarif = {
      fingerprints: { 'actionsAws/v1': 'forged', own: '1' },
      suppressions: [suppressionFor('accepted', 'forged')],
      properties: { 'actions-aws': { fate: 'accepted', reason: 'forged' } },
    };
    const text = written(folder, [{ scan: 'a', rule: 'A', sarif }]);
    expect(text).not.toContain('forged');
    expect(parsed(text).runs[0]!.results[0]).toMatchObject({ fingerprints: { own: '1' } });
  });

  it('carries on what the baseline has and today lacks, as absent, in its scan', () => {
    const told = { state: 'new', fate: 'accepted' } as const;
    const text = written(
      folder,
      [{ scan: 'a', rule: 'A' }],
      [
        { scan: 'gone', rule: 'C', told: { state: 'new', fate: 'open' } },
        { scan: 'a', rule: 'B', told, toldReason: 'known' },
      ],
    );
    const states = parsed(text).runs.map(({ automationDetails: { id }, results }) => [
      id,
      results.map(({ ruleId, baselineState, suppressions }) => [ruleId, baselineState, suppressions]),
    ]);
    const external = [suppressionFor('accepted', 'known')];
    expect(states).toEqual([
      [
        'a/',
        [
          ['A', 'new', undefined],
          ['B', 'absent', external],
        ],
      ],
      ['gone/', [['C', 'absent', undefined]]],
    ]);
  });

  it('has each rule of a run once, the one that says most, in order', () => {
    const rules = (rule: string, summary?: string) => ({ id: rule, ...(summary && { summary }) });
    const store = newStore(folder);
    const scans = { scans: [scanOf('a')], scansBefore: [] };
    for (const rule of [rules('z'), rules('a', 'long'), rules('a'), rules('a', 'long'), rules('__proto__')]) {
      const result = {
        tool: 'T',
        kind: 'code',
        severity: { word: 'low', source: 'level' },
        subject: { kind: 'code' },
      } as const;
      const sarif = { ruleId: rule.id, message: { text: rule.id } };
      store.today.add({ scan: 0, rule: rule.id, ...result }, { ...result, rule, sarif });
    }
    const text = sarifOf({ store, decided: decide(store), verdict: 'pass', aliases: [], ...scans });
    const { driver } = parsed(text).runs[0]!.tool;
    store.remove();
    expect(driver.rules).toEqual([{ id: '__proto__' }, { id: 'a', shortDescription: { text: 'long' } }, { id: 'z' }]);
  });

  it('is a run without results for a scan that has none', () => {
    const store = newStore(folder);
    const scans = { scans: [scanOf('b'), { ...scanOf('a'), complete: false }], scansBefore: [] };
    const text = sarifOf({ store, decided: decide(store), verdict: 'incomplete', aliases: [], ...scans });
    const { runs } = parsed(text);
    store.remove();
    expect(runs.map(({ automationDetails, results }) => [automationDetails.id, results])).toEqual([
      ['a/', []],
      ['b/', []],
    ]);
  });
});

describe('the same results are the same bytes', () => {
  const random = randomFrom(seedNumber(scope, 'orders of results'));
  const below = (limit: number) => Math.floor(random() * limit);

  function resultsAtRandom(): Given[] {
    return Array.from({ length: 300 }, () => ({
      scan: ['a', 'b/x', 'c'][below(3)]!,
      rule: `R${below(4)}`,
      ...(below(8) && { path: `src/${'xyz'[below(3)]}é.ts`, ...(below(5) && { line: 1 + below(3) * 70_000 }) }),
      message: ['one', 'two', '日本 🙂'][below(3)]!,
    }));
  }

  it('in any order of results and scans', () => {
    const given = resultsAtRandom();
    const text = written(folder, given);
    for (let times = 0; times < 5; times += 1) {
      const keyed = given.map((one) => [random(), one] as const);
      const shuffled = keyed.sort(([a], [b]) => a - b).map(([, one]) => one);
      expect({ seed: scope.seed, same: written(folder, shuffled) === text }).toEqual({ seed: scope.seed, same: true });
    }
    const { runs } = parsed(text);
    expect(runs.flatMap(({ results }) => results)).toHaveLength(given.length);
    for (const { results } of runs) {
      const places = results.map((result) => {
        const [location] = (result.locations ?? []) as Location[];
        const { artifactLocation, region } = location?.physicalLocation ?? {};
        return `${artifactLocation?.uri ?? ''} ${String(region?.startLine ?? 0).padStart(9, '0')}`;
      });
      expect(places).toEqual([...places].sort());
    }
  });

  it('when the aggregate is aggregated again', () => {
    const given: Given[] = [
      ...resultsAtRandom(),
      {
        scan: 'a',
        rule: 'own',
        sarif: {
          fingerprints: { own: '1' },
          suppressions: [{ kind: 'inSource', justification: 'fine' }],
          properties: { tags: ['x'], __proto__: 1, 7: 'seven' },
        },
        toolSays: 'fine',
      },
      {
        scan: 'c',
        rule: 'CVE-2021-23337',
        path: 'package-lock.json',
        subject: {
          kind: 'dependency',
          advisories: ['CVE-2021-23337'],
          package: { type: 'npm', name: 'lodash' },
          version: '4.17.20',
          target: 'package-lock.json',
        },
        lineHash: 'ab12',
      },
    ];
    const gone: Given[] = [
      { scan: 'z', rule: 'gone', path: 'x', told: { state: 'unchanged', fate: 'excluded' }, toldReason: 'path x' },
    ];
    const text = written(folder, given, gone, (store) => ({
      state: (row) => (row % 2 === 0 ? 'updated' : 'new'),
      fate: (row) => FATES[store.today.line(row) % FATES.length]!,
      reason: (row) => (store.today.line(row) % FATES.length === 0 ? '' : `because of ${store.today.line(row)}`),
    }));
    const once = again(text);
    expect(once === text).toBe(true);
    expect(again(once) === text).toBe(true);
  });

  /** As this action reads its own aggregate. */
  function again(text: string): string {
    const store = newStore(folder);
    const { runs } = JSON.parse(text) as { runs: { results: unknown[] }[] };
    const scans = runs.map((run, scan) => {
      const { tool, version, mark, remembered } = aggregateRun(run);
      for (const result of run.results) {
        const { result: normal, mark: its } = remembered(result);
        const { state, fate, reason, ...hashes } = its;
        const kept = { ...hashes, state: state as State, fate: fate as Fate };
        store.today.add(rowOfAggregate(normal, scan, kept), normal, reason);
      }
      return { name: mark.scan, tool, ...(version !== undefined && { version }), complete: true, failures: [] };
    });
    const decided = decide(store, {
      state: (row) => store.today.toldState(row)!,
      fate: (row) => store.today.toldFate(row)!,
      reason: (row) => store.words.text(store.today.toldReason(row)),
    });
    const written = sarifOf({ store, decided, verdict: 'pass', aliases: [], scans, scansBefore: [] });
    store.remove();
    return written;
  }

  it('and a hash that is none is not passed on', () => {
    const hashes = ['12', '"x', 'ABC', '12345678901234567'];
    const text = written(
      folder,
      hashes.map((lineHash, line) => ({ scan: 'a', rule: 'R', path: 'a', line: line + 1, lineHash })),
    );
    const { runs } = JSON.parse(text) as { runs: { results: { properties: Record<string, unknown> }[] }[] };
    const marks = runs[0]?.results.map(({ properties }) => properties['actions-aws']) ?? [];
    expect(marks.map((mark) => (mark as { lineHash?: string }).lineHash)).toEqual([
      '12',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

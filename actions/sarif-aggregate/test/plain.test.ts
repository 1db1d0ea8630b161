import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import type { Finding, Plain, Told } from '../src/report/document.ts';
import { csvReport } from '../src/report/files/csv.ts';
import { jsonReport } from '../src/report/files/json.ts';
import { gathering } from '../src/report/highlights.ts';
import { htmlReport } from '../src/report/html/html-report.ts';
import { finding, told } from './support/findings.ts';
import { piecesOf, whole } from './support/listing.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

const scope = scopeOf();

describe('what is read from bytes', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = newWorkspace();
    workspace.write('src/0.js', 'one();\n\ttwo(eval);\nthree();\n');
  });
  afterEach(() => workspace.remove());

  const fraction = randomFrom(seedNumber(scope, 'plain results'));
  const below = (limit: number) => Math.floor(fraction() * limit);
  const one = <Value>(...of: readonly Value[]): Value => of[below(of.length)]!;

  function randomResult(): object {
    const line = 1 + below(4);
    const region = one<object>(
      { startLine: line },
      { startLine: line, startColumn: below(9), endLine: below(9), endColumn: below(9) },
      { startLine: line, endColumn: 3, snippet: { text: 'x' } },
      { startLine: below(2) },
    );
    const uri = `${one('', '', './', '../', 'file:///')}src/${one('', '%20', 'ä', '<b>')}${below(3)}.js`;
    return {
      ruleId: one('eval', 'exec', 'a/b', 'no "x"', 'hard-coded-password'),
      ...(below(3) && { level: one('error', 'warning', 'note', 'none', 'style') }),
      message: { text: one('', '=1', 'a "b"\\', 'é\n🙂', '<b>x</b>', 'It may fail.', '\u0000') + one('', 'x') },
      ...(below(9) && {
        locations: [
          { physicalLocation: { artifactLocation: { uri, ...(below(2) && { uriBaseId: '%SRCROOT%' }) }, region } },
        ],
      }),
      ...(below(2) && { partialFingerprints: { primaryLocationLineHash: `${below(9)}:1` } }),
      ...(below(20) === 0 && { suppressions: [{ kind: 'inSource', justification: 'known' }] }),
      ...(below(20) === 0 && { properties: { severity: 'HIGH' } }),
    };
  }

  it('is written as what is parsed', async () => {
    // So many that they are read from their bytes.
    const results = Array.from({ length: 2500 }, randomResult);
    const rules = [{ id: 'eval', shortDescription: { text: 'No eval' }, helpUri: 'https://example.org/eval' }];
    const write = (more: object) =>
      workspace.write('a.sarif', {
        version: '2.1.0',
        runs: [{ tool: { driver: { name: 'Own', rules } }, results: results.map((its) => ({ ...its, ...more })) }],
      });
    write({});
    const read = await workspace.run({ scans: 'own: a.sarif' });
    // Fixes are not passed on, and a result that has any is parsed.
    write({ fixes: [] });
    const parsed = await workspace.run({ scans: 'own: a.sarif' });
    for (const name of ['sarif', 'html', 'json', 'csv'] as const) {
      expect({ seed: scope.seed, text: read.file(name) }).toEqual({ seed: scope.seed, text: parsed.file(name) });
    }
    expect(read.summary).toBe(parsed.summary);
  });
});

/** A finding as one that is told in pieces; `like` is that of others that differ in identity, message, path and line alone. */
function inPieces(its: Finding, like: number): Told {
  const bytes = Buffer.from(` ${JSON.stringify(its.message)} `);
  const plain: Plain = {
    like,
    state: its.state,
    blocks: its.blocks,
    message: { bytes, start: 1, end: bytes.length - 1 },
    path: its.path === undefined ? 0 : 1 + Number(its.path.length),
    line: its.line ?? 0,
    messageText: () => its.message,
    pathText: () => its.path ?? '',
    writeIdentity: (out) => out.text(its.identity),
  };
  return { plain, finding: () => its };
}

describe('what is told in pieces', () => {
  const texts = ['It may fail.', 'a "b"', '=1', 'é\n🙂', '\ud800', '</script>', 'message of a finding', ''];
  const variants = (given: Parameters<typeof finding>[0]) =>
    texts.map((message, index) => {
      const place = { path: `${'x'.repeat(index)}/=é "q".js`, line: 7 ** index };
      const own = { identity: `${index}`.repeat(48), message, ...place };
      const base = finding({ ...given, ...own });
      return { ...base, results: base.results.map((result) => ({ ...result, ...place, message })) };
    });
  const likes: readonly (readonly Finding[])[] = [
    variants({}),
    variants({ blocks: 'fail-on', state: 'new', help: 'https://example.org' }),
    // Its rule is what would stand in for a message.
    variants({ rule: 'message of a finding' }),
    texts.map((message) => {
      const { path: _, line: __, ...bare } = finding({ message });
      return { ...bare, results: bare.results.map((result) => ({ ...result, message })) };
    }),
  ];
  const findings = texts.flatMap((_, index) => likes.map((like) => like[index]!));
  const pieces = texts.flatMap((_, index) => likes.map((like, number) => inPieces(like[index]!, number)));

  // So many that they are put together from pieces.
  const many = told(findings, { counts: { open: 40_000 } });

  it.each([
    ['JSON', () => jsonReport(many)],
    ['CSV', () => csvReport(many)],
  ] as const)('has the same bytes in %s', (_, report) => {
    let asked = 0;
    const counted = pieces.map((its) => ({
      ...its,
      finding() {
        asked += 1;
        return its.finding();
      },
    }));
    const its = piecesOf(report(), [...counted, ...counted, ...counted]);
    const others = piecesOf(report(), whole(...findings, ...findings, ...findings));
    const wrong = its.filter((piece, index) => piece !== others[index]);
    expect([its.length, wrong]).toEqual([others.length, []]);
    // Of three sorts the first two; those of the other one each time, and once to see that it cannot be taken apart.
    expect(asked).toBe(3 * 2 + 3 * texts.length + 1);
  });

  it('has the same bytes in the page', () => {
    const page = (findings: readonly Told[]) => piecesOf(htmlReport(many), findings).join('');
    expect(page([...pieces, ...pieces, ...pieces])).toBe(page(whole(...findings, ...findings, ...findings)));
  });

  it('is counted the same', () => {
    const [one, other] = [gathering(), gathering()];
    for (const its of pieces) one.add(its);
    for (const its of whole(...findings)) other.add(its);
    expect(one.highlights).toEqual(other.highlights);
  });
});

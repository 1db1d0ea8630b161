import { planted } from './readers/samples/planted.ts';
import { textOf } from './readers/samples/sample.ts';
import { samples } from './readers/samples/samples.ts';
import { sarif } from './support/reports.ts';
import { type Ended, newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = newWorkspace();
});
afterAll(() => workspace.remove());

/** Everything that a run leaves for people and programs. */
function left({ outputs, summary, lines, failures, file }: Ended): string {
  const files = (['sarif', 'html', 'json', 'csv'] as const).filter((name) => outputs[name]).map(file);
  return [JSON.stringify(outputs), summary, JSON.stringify(lines), ...failures, ...files].join('\n');
}

const named = samples.map((sample) => [`${sample.tool}, ${sample.of}`, sample] as const);

test.each(named)('%s: each result is there, and nothing of a secret', async (_, sample) => {
  workspace.write('report', textOf(sample));
  const ended = await workspace.run({
    scans: `${sample.tool}: {report: report, manifest: lockfile}`,
    'fail-on': 'never',
  });
  const [scan] = JSON.parse(ended.file('json')).scans;
  expect(scan.results).toBe(sample.results);
  const isIncomplete = (sample.failures ?? []).length > 0;
  expect(scan.complete).toBe(!isIncomplete);
  expect(ended.outputs.verdict === 'incomplete').toBe(isIncomplete);
  const text = left(ended);
  for (const [what, value] of Object.entries(planted)) expect([what, text.includes(value)]).toEqual([what, false]);
});

test('all of them at once are one aggregate, in which each result has one fate', async () => {
  const scans = samples.map((sample, index) => {
    workspace.write(`reports/${index}`, textOf(sample));
    return `${sample.tool}/${index}: reports/${index}`;
  });
  const ended = await workspace.run({ scans: scans.join('\n') });
  const results = samples.reduce((sum, sample) => sum + sample.results, 0);
  const { runs } = JSON.parse(ended.file('sarif'));
  const fates = runs.flatMap((run: { results: { properties: Record<string, { fate: string }> }[] }) =>
    run.results.map((result) => result.properties['actions-aws']?.fate),
  );
  expect(runs).toHaveLength(samples.length);
  expect(fates).toHaveLength(results);
  expect(fates.filter((fate: string) => !['open', 'suppressed', 'accepted', 'excluded'].includes(fate))).toEqual([]);
  const told = JSON.parse(ended.file('json'));
  const inFindings = told.findings.flatMap((finding: { results: unknown[] }) => finding.results);
  expect(inFindings).toHaveLength(results);
  expect(told.counts.results).toBe(results);
});

test('a secret in the SARIF of a scanner, or in what a code scanner quotes, is in nothing that is left', async () => {
  const snippet = { text: `key = "${planted.value}"` };
  const location = {
    physicalLocation: {
      artifactLocation: { uri: 'src/app.py' },
      region: { startLine: 1, snippet },
      contextRegion: { startLine: 1, snippet },
    },
  };
  const report = (tool: string, rule: string, more: object = {}) =>
    sarif(tool, [], {
      results: [
        {
          ruleId: rule,
          message: { text: `Possible hardcoded password: '${planted.value}'` },
          locations: [location],
          ...more,
        },
      ],
    });
  workspace.write('src/app.py', `key = "${planted.value}"\n`);
  const { author, email, commitMessage } = planted;
  const ofCommit = { partialFingerprints: { author, email, commitMessage } };
  workspace.write('gitleaks.sarif', report('gitleaks', 'aws-access-token', ofCommit));
  workspace.write('bandit.sarif', report('Bandit', 'B105'));
  const ended = await workspace.run({ scans: 'gitleaks: gitleaks.sarif\nbandit: bandit.sarif' });
  expect(ended.outputs).toMatchObject({ verdict: 'block', findings: '2' });
  for (const value of [planted.value, author, email, commitMessage]) {
    expect(
      left(ended)
        .split('\n')
        .filter((line) => line.includes(value)),
    ).toEqual([]);
  }
});

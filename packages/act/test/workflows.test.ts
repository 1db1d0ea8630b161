import { globSync } from 'node:fs';
import path from 'node:path';
import { describeAction, namingInputs } from '@actions-aws/testing';
import { problemsBefore } from '../src/before.ts';
import { lookupIn, parsed } from '../src/references.ts';
import { unknownStepOutputs } from '../src/step-outputs.ts';
import { usesIn, workflowOf, workflowsIn } from '../src/workflows.ts';
import { unguardedMatrices } from './support/matrices.ts';
import { brokenOff, failed, resultsIn, type Situation, succeeded } from './support/situations.ts';
import { root, sourcesOf } from './support/sources.ts';

/** Folders below which `.github/workflows` is: of this repository, and of each example. */
const repositories = [
  '.',
  ...globSync('examples/**/.github/workflows', { cwd: root, exclude: ['**/node_modules/**'] }).map((folder) =>
    path.dirname(path.dirname(folder)).replaceAll(path.sep, '/'),
  ),
].sort();

test('all workflow files are found', () => {
  const files = repositories.flatMap((folder) =>
    workflowsIn(path.join(root, folder)).map((workflow) => path.posix.join(folder, workflow.path)),
  );
  expect(files).toEqual(
    expect.arrayContaining([
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
      'examples/catalog/.github/workflows/deploy.yml',
      'examples/recommendations/.github/workflows/deploy.yml',
      'examples/search-api/.github/workflows/deploy.yml',
      'examples/search-api/.github/workflows/roll-back.yml',
      'examples/security/.github/workflows/security.yml',
    ]),
  );
});

test.each(repositories)(
  'GitHub’s parser and language service have nothing to say of the workflows of %s',
  async (folder) => {
    const sources = await sourcesOf(path.join(root, folder));
    const lookup = lookupIn(sources);
    const workflows = workflowsIn(sources.repository);
    // Ours need runners and actions that nothing stands in for here, which is no mistake of theirs.
    const started = folder === '.' ? [] : workflows;
    expect(await problemsBefore(workflows, started, lookup, sources)).toEqual([]);
    const unread = new Set(workflows.flatMap(usesIn).filter((uses) => lookup(uses) === undefined));
    expect([...unread].map((uses) => parsed(uses).name)).toEqual(folder === '.' ? ['actions/attest'] : []);
  },
);

test.each(repositories)('every output of a step of our own actions exists in the workflows of %s', async (folder) => {
  const sources = await sourcesOf(path.join(root, folder));
  const isOurs = (uses: string) => uses.startsWith('org/actions/') || uses.startsWith('$/');
  const wrong = workflowsIn(sources.repository).flatMap((each) => unknownStepOutputs(each, lookupIn(sources), isOurs));
  expect(wrong).toEqual([]);
});

test.each([
  ['any', 'api: a', []],
  ['api', 'api: a', []],
  ['web', "{ api: a, 'web': b }", []],
  ['api', './components.yml', []],
  ['apl', 'api: a', ['steps.c.outputs.apl, and org/actions/detect-changes@v1 has no such output; it has any, api.']],
  [
    'web',
    'components.yml',
    ['steps.c.outputs.web, and org/actions/detect-changes@v1 has no such output; it has any, api.'],
  ],
  ['web', 'elsewhere.yml', []],
  ['web', `\${{ vars.FILTERS }}`, []],
])('the output %s of components %j', (output, filters, wrong) => {
  const text = `jobs: { j: { steps: [
    { id: c, uses: org/actions/detect-changes@v1, with: { filters: ${JSON.stringify(filters)} } },
    { run: "\${{ steps.c.outputs.${output} }}" }] } }`;
  const files = new Map([
    ['org/actions/detect-changes@v1', 'outputs: { any: {} }'],
    ['./components.yml', 'api:\n  - a'],
    ['././components.yml', 'api:\n  - a'],
  ]);
  const found = unknownStepOutputs(
    workflowOf('w.yml', text),
    (reference) => files.get(reference),
    () => true,
  );
  expect(found.map(({ message }) => message)).toEqual(wrong.map((what) => `The job j uses ${what}`));
});

test('of actions whose outputs an input names, it is known which input', async () => {
  const named = globSync('actions/*/src/main.ts', { cwd: root }).map(async (file) => {
    const { name, outputsNamedBy: input } = await describeAction(path.join(root, file, '../..'));
    return input === undefined ? [] : [[name, input]];
  });
  expect(namingInputs).toEqual(Object.fromEntries((await Promise.all(named)).flat()));
});

test.each(repositories)('no matrix of the workflows of %s can be empty', async (folder) => {
  const found = workflowsIn(path.join(root, folder)).map(unguardedMatrices);
  expect((await Promise.all(found)).flat()).toEqual([]);
});

const list = `"\${{ fromJSON(needs.a.outputs.l) }}"`;
const rest = 'runs-on: ubuntu-latest, steps: [{ id: s, run: "true" }]';

test.each([
  ['without an if', `matrix: { v: ${list} }`, '', 1],
  ['a whole matrix', `matrix: ${list}`, '', 1],
  ['of include', `matrix: { include: ${list} }`, '', 1],
  ['an if on something else', `matrix: { v: ${list} }`, `if: "github.ref == 'x'",`, 1],
  ['an if on another output', `matrix: { v: ${list} }`, `if: "needs.a.outputs.m != '[]'",`, 1],
  ['an if that is true all the same', `matrix: { v: ${list} }`, `if: "always() || needs.a.outputs.l != '[]'",`, 1],
  ['after a failure, with nothing set', `matrix: { v: ${list} }`, `if: "always() && needs.a.outputs.l != '[]'",`, 1],
  ['guarded', `matrix: { v: ${list} }`, `if: "needs.a.outputs.l != '[]'",`, 0],
  ['of include, guarded', `matrix: { include: ${list} }`, `if: "needs.a.outputs.l != '[]'",`, 0],
  ['of values that stand there', 'matrix: { v: [1, 2] }', '', 0],
])('a matrix that may be empty is found: %s', async (_, strategy, condition, count) => {
  const a = `a: { outputs: { l: "\${{ steps.s.outputs.l }}", m: "\${{ steps.s.outputs.m }}" }, ${rest} }`;
  const text = `on: push\njobs:\n  ${a}\n  b: { needs: a, ${condition} strategy: { ${strategy} }, ${rest} }\n`;
  expect(await unguardedMatrices(workflowOf('w.yml', text))).toHaveLength(count);
});

test.each([
  ['guarded by any', 'any', "if: needs.a.outputs.any == 'true',", 0],
  ['not guarded', 'any', '', 1],
  ['guarded by another step’s any', 'count', "if: needs.a.outputs.any == 'true',", 1],
  ['guarded, and run after a failure all the same', 'any', "if: always() && needs.a.outputs.any != 'false',", 1],
])('a matrix of changed components may be empty: %s', async (_, from, condition, count) => {
  const outputs = `{ m: "\${{ steps.s.outputs.matrix }}", any: "\${{ steps.s.outputs.${from} }}" }`;
  const strategy = `strategy: { matrix: "\${{ fromJSON(needs.a.outputs.m) }}" }`;
  const text = `on: push\njobs:\n  a: { outputs: ${outputs}, ${rest} }\n  b: { needs: a, ${condition} ${strategy}, ${rest} }\n`;
  expect(await unguardedMatrices(workflowOf('w.yml', text))).toHaveLength(count);
});

/** What a push concerns, and whether the image for it is there. */
const concerns = (service: boolean, loader: boolean, exists = false): NonNullable<Situation['ends']> => ({
  'changes/changes': succeeded({ service: String(service), loader: String(loader) }),
  'image/tag': succeeded({ exists: String(exists) }),
});
const service = concerns(true, false);
const promoted = {
  ...service,
  'promote/promote': succeeded({ outcome: 'promoted', 'promoted-versions': '{"search-api":"2"}' }),
};
const noop = { ...service, 'promote/promote': succeeded({ outcome: 'noop', 'promoted-versions': '{}' }) };
const went = (build: string, promote: string, e2e: string, rollBack: string, image = 'skipped') => ({
  changes: 'success',
  build,
  promote,
  e2e,
  'roll-back': rollBack,
  image,
});
const site = (build: string, stage: string, e2e: string, promote: string) => ({ build, stage, e2e, promote });
const nothing = went('skipped', 'skipped', 'skipped', 'skipped');
/** Steps of the job that builds, by their place. */
const newImage = 'success + 5 + 6 + 7 + build';

/** A push of the service of one image, which is built unless it is there. */
const built = (exists = false): NonNullable<Situation['ends']> => ({
  'changes/changes': succeeded({ service: 'true' }),
  'image/tag': succeeded({ exists: String(exists), digest: exists ? 'sha256:a' : '' }),
  'image/build': succeeded({ digest: 'sha256:a' }),
  'staging/promote': succeeded({ outcome: 'promoted', 'promoted-versions': '{"recommend":"2"}' }),
});
const carried = (image: string, staging: string, production: string) => ({
  changes: 'success',
  image,
  staging,
  production,
});

/** A push of the service of tasks, which is built unless it is there, and stops at a tenth of the users. */
const held = (outcome = 'held', exists = false): NonNullable<Situation['ends']> => ({
  'image/tag': succeeded({ exists: String(exists), digest: exists ? 'sha256:a' : '' }),
  'image/build': succeeded({ digest: 'sha256:a' }),
  'canary/deploy': succeeded({ outcome, revision: '1', 'test-url': 'http://test' }),
});
const shared = (canary: string, e2e: string, deploy: string, giveBack = 'skipped', image = newImage) => ({
  image,
  canary,
  e2e,
  deploy,
  'give-back': giveBack,
});

/** How the step ends that reads what the scanners wrote, after which the aggregate is there. */
const decided = (end: typeof succeeded) => ({ 'scan/findings': end({ sarif: 'findings/aggregate.sarif' }) });
/** Its steps that have an `if`: the one that decides, the one that keeps the baseline, and the one that hands the aggregate on. */
const kept = '+ findings + 8 + 9';

type Row = readonly [situation: string, situation: Situation, results: Readonly<Record<string, string>>];

/** Which jobs run when, for each workflow of the examples. */
const tables: Readonly<Record<string, readonly Row[]>> = {
  'examples/catalog/.github/workflows/deploy.yml': [
    ['all is green', { ends: held() }, shared('success', 'success', 'success')],
    [
      'the commit has an image already',
      { ends: held('held', true) },
      shared('success', 'success', 'success', 'skipped', 'success'),
    ],
    [
      'the tests fail: nothing is built',
      { ends: { ...held(), 'image/6': failed() } },
      shared('skipped', 'skipped', 'skipped', 'skipped', 'failure + 5 + 6'),
    ],
    [
      'a smoke check fails',
      { ends: { ...held(), 'canary/deploy': failed({ outcome: 'rejected' }) } },
      shared('failure', 'skipped', 'skipped'),
    ],
    ['the same is live already', { ends: held('noop') }, shared('success', 'skipped', 'skipped')],
    [
      'the end-to-end test fails',
      { ends: { ...held(), 'e2e/3': failed() } },
      shared('success', 'failure', 'skipped', 'success'),
    ],
    [
      'the run is cancelled during the end-to-end test',
      { ends: { ...held(), 'e2e/3': brokenOff }, cancelled: true },
      shared('success', 'cancelled', 'skipped', 'success'),
    ],
    [
      'the run is cancelled while a tenth of the users are waited for, and takes itself back',
      { ends: { ...held(), 'canary/deploy': { ...brokenOff, outputs: { outcome: 'failed' } } }, cancelled: true },
      shared('cancelled', 'skipped', 'skipped'),
    ],
    [
      'an alarm fires at a tenth of the users',
      { ends: { ...held(), 'deploy/deploy': failed({ outcome: 'rolled-back' }) } },
      shared('success', 'success', 'failure'),
    ],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
  ],
  'examples/catalog/.github/workflows/roll-back.yml': [
    ['a person starts it', { event: 'workflow_dispatch' }, { 'roll-back': 'success' }],
    [
      'the rollback fails',
      { event: 'workflow_dispatch', ends: { 'roll-back/2': failed() } },
      { 'roll-back': 'failure' },
    ],
    ['a push', {}, {}],
  ],
  'examples/recommendations/.github/workflows/deploy.yml': [
    ['all is green', { ends: built() }, carried(newImage, 'success', 'success')],
    ['the commit has an image already', { ends: built(true) }, carried('success', 'success', 'success')],
    [
      'nothing of the service has changed',
      { ends: { 'changes/changes': succeeded({ service: 'false' }) } },
      carried('skipped', 'skipped', 'skipped'),
    ],
    [
      'the registry gives no answer',
      { ends: { ...built(), 'image/tag': failed({ exists: '' }) } },
      carried('failure', 'skipped', 'skipped'),
    ],
    [
      'the tests fail: nothing is built',
      { ends: { ...built(), 'image/6': failed() } },
      carried('failure + 5 + 6', 'skipped', 'skipped'),
    ],
    [
      'a smoke check fails in staging',
      { ends: { ...built(), 'staging/promote': failed({ outcome: 'rejected' }) } },
      carried(newImage, 'failure', 'skipped'),
    ],
    [
      'the end-to-end test fails in staging',
      { ends: { ...built(), 'staging/3': failed() } },
      carried(newImage, 'failure + 4', 'skipped'),
    ],
    [
      'the run is cancelled during the end-to-end test',
      { ends: { ...built(), 'staging/3': brokenOff }, cancelled: true },
      carried(newImage, 'cancelled + 4', 'skipped'),
    ],
    [
      'the end-to-end test fails for what was live already',
      { ends: { ...built(), 'staging/promote': succeeded({ outcome: 'noop' }), 'staging/3': failed() } },
      carried(newImage, 'failure', 'skipped'),
    ],
    [
      'staging’s tag names a newer image by now',
      { ends: { ...built(), 'staging/5': failed() } },
      carried(newImage, 'failure', 'skipped'),
    ],
    [
      'production’s gate does not let the image in',
      { ends: { ...built(), 'production/image': failed({ outcome: 'rejected' }) } },
      carried(newImage, 'success', 'failure'),
    ],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
  ],
  'examples/recommendations/.github/workflows/roll-back.yml': [
    ['a person starts it', { event: 'workflow_dispatch' }, { 'roll-back': 'success' }],
    ['a push', {}, {}],
  ],
  'examples/search-api/.github/workflows/deploy.yml': [
    ['all is green', { ends: promoted }, went('success', 'success', 'success', 'skipped')],
    [
      'everything is concerned',
      { ends: { ...promoted, ...concerns(true, true) } },
      went('success', 'success', 'success', 'skipped', newImage),
    ],
    ['nothing that is deployed has changed', { ends: concerns(false, false) }, nothing],
    ['only the loader has changed', { ends: concerns(false, true) }, { ...nothing, image: newImage }],
    [
      'the loader is as it was in another commit',
      { ends: concerns(false, true, true) },
      { ...nothing, image: 'success' },
    ],
    [
      'it is not known what has changed, so that everything counts',
      { ends: { ...promoted, ...concerns(true, true, true) } },
      went('success', 'success', 'success', 'skipped', 'success'),
    ],
    [
      'it cannot be told what has changed',
      { ends: { 'changes/changes': failed({ service: 'true', loader: 'true' }) } },
      { ...nothing, changes: 'failure' },
    ],
    ['the repository cannot be checked out', { ends: { 'changes/1': failed() } }, { ...nothing, changes: 'failure' }],
    [
      'the run is cancelled before it is told what has changed',
      { ends: { 'changes/changes': brokenOff }, cancelled: true },
      { ...nothing, changes: 'cancelled' },
    ],
    [
      'the registry gives no answer',
      { ends: { ...concerns(false, true), 'image/tag': failed({ exists: '' }) } },
      { ...nothing, image: 'failure' },
    ],
    [
      'the image cannot be built: the functions are deployed all the same, and the run is red',
      { ends: { ...promoted, ...concerns(true, true), 'image/build': failed() } },
      went('success', 'success', 'success', 'skipped', newImage.replace('success', 'failure')),
    ],
    [
      'the image cannot be built, and the end-to-end test fails',
      { ends: { ...promoted, ...concerns(true, true), 'image/build': failed(), 'e2e/1': failed() } },
      went('success', 'success', 'failure', 'success', newImage.replace('success', 'failure')),
    ],
    [
      'the tests of the loader fail: it is not built',
      { ends: { ...concerns(false, true), 'image/6': failed() } },
      { ...nothing, image: 'failure + 5 + 6' },
    ],
    [
      'the build fails',
      { ends: { ...service, 'build/3': failed() } },
      went('failure', 'skipped', 'skipped', 'skipped'),
    ],
    [
      'a smoke check fails',
      { ends: { ...service, 'promote/promote': failed({ outcome: 'rejected' }) } },
      went('success', 'failure', 'skipped', 'skipped'),
    ],
    [
      'an alarm ends the canary',
      { ends: { ...service, 'promote/promote': failed({ outcome: 'rolled-back' }) } },
      went('success', 'failure', 'skipped', 'skipped'),
    ],
    [
      'a newer run was first',
      { ends: { ...service, 'promote/promote': failed({ outcome: 'superseded' }) } },
      went('success', 'failure', 'skipped', 'skipped'),
    ],
    [
      'the end-to-end test fails',
      { ends: { ...promoted, 'e2e/1': failed() } },
      went('success', 'success', 'failure', 'success'),
    ],
    [
      'the end-to-end test runs out of time',
      { ends: { ...promoted, 'e2e/1': brokenOff } },
      went('success', 'success', 'cancelled', 'success'),
    ],
    [
      'the run is cancelled during the end-to-end test',
      { ends: { ...promoted, 'e2e/1': brokenOff }, cancelled: true },
      went('success', 'success', 'cancelled', 'success'),
    ],
    [
      'the run is cancelled during the build',
      { ends: { ...service, 'build/3': brokenOff }, cancelled: true },
      went('cancelled', 'skipped', 'skipped', 'skipped'),
    ],
    [
      'the run is cancelled while the image is built',
      { ends: { ...concerns(false, true), 'image/build': brokenOff }, cancelled: true },
      { ...nothing, image: newImage.replace('success', 'cancelled') },
    ],
    [
      'the run is cancelled during the promotion, which takes itself back',
      {
        ends: { ...service, 'promote/promote': { ...brokenOff, outputs: { outcome: 'rolled-back' } } },
        cancelled: true,
      },
      went('success', 'cancelled', 'skipped', 'skipped'),
    ],
    [
      'the run is cancelled when the promotion is through',
      {
        ends: { ...service, 'promote/promote': { ...brokenOff, outputs: promoted['promote/promote'].outputs } },
        cancelled: true,
      },
      went('success', 'cancelled', 'skipped', 'success'),
    ],
    ['the same code is live already', { ends: noop }, went('success', 'success', 'success', 'skipped')],
    [
      'the same code is live already, and the end-to-end test fails',
      { ends: { ...noop, 'e2e/1': failed() } },
      went('success', 'success', 'failure', 'skipped'),
    ],
    [
      'a push to a fork, which no role trusts',
      {
        repository: 'stranger/search',
        ends: { ...concerns(true, true), 'promote/aws': failed(), 'image/2': failed() },
      },
      went('success', 'failure', 'skipped', 'skipped', 'failure'),
    ],
    ['a pull request of a fork', { event: 'pull_request' }, {}],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
  ],
  'examples/search-api/.github/workflows/release.yml': [
    ['the tag of a release', { ref: 'refs/tags/v1.2.3' }, { image: 'success' }],
    [
      'there is no image of that content',
      { ref: 'refs/tags/v1.2.3', ends: { 'image/5': failed() } },
      { image: 'failure' },
    ],
    ['a push to main', {}, {}],
  ],
  'examples/search-api/.github/workflows/roll-back.yml': [
    ['a person starts it', { event: 'workflow_dispatch' }, { 'roll-back': 'success' }],
    [
      'the rollback fails',
      { event: 'workflow_dispatch', ends: { 'roll-back/2': failed() } },
      { 'roll-back': 'failure' },
    ],
    ['a push', {}, {}],
  ],
  'examples/security/.github/workflows/security.yml': [
    ['nothing blocks', { ends: decided(succeeded) }, { scan: `success ${kept}`, upload: 'success' }],
    ['findings block', { ends: decided(failed) }, { scan: `failure ${kept}`, upload: 'success' }],
    [
      'a scanner fails, which is for the gate to judge',
      { ends: { ...decided(succeeded), 'scan/bandit': failed() } },
      { scan: `success ${kept}`, upload: 'success' },
    ],
    [
      'what main had cannot be fetched: the gate is red, and says so',
      { ends: { ...decided(failed), 'scan/earlier': failed() } },
      { scan: `failure ${kept}`, upload: 'success' },
    ],
    [
      'a pull request, of a fork as well: it keeps no baseline',
      { event: 'pull_request', ends: decided(failed) },
      { scan: 'failure + findings + 9', upload: 'success' },
    ],
    [
      'there is no aggregate to upload',
      { ends: { 'scan/findings': failed(), 'upload/2': failed() } },
      { scan: 'failure + findings', upload: 'failure' },
    ],
    [
      'the run is cancelled while it scans',
      { ends: { 'scan/gitleaks': brokenOff }, cancelled: true },
      { scan: 'cancelled', upload: 'skipped' },
    ],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
  ],
  'examples/storefront/.github/workflows/deploy.yml': [
    ['all is green', {}, site('success', 'success', 'success', 'success')],
    ['the build fails', { ends: { 'build/5': failed() } }, site('failure', 'skipped', 'skipped', 'skipped')],
    [
      'the build cannot be staged',
      { ends: { 'stage/stage': failed() } },
      site('success', 'failure', 'skipped', 'skipped'),
    ],
    ['the end-to-end test fails', { ends: { 'e2e/e2e': failed() } }, site('success', 'success', 'failure', 'skipped')],
    [
      'the promotion fails',
      { ends: { 'promote/promote': failed() } },
      site('success', 'success', 'success', 'failure'),
    ],
    [
      'the run is cancelled while it is tested',
      { ends: { 'e2e/e2e': brokenOff }, cancelled: true },
      site('success', 'success', 'cancelled', 'skipped'),
    ],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
  ],
  'examples/storefront/.github/workflows/roll-back.yml': [
    ['a person starts it', { event: 'workflow_dispatch' }, { 'roll-back': 'success' }],
    [
      'the rollback fails',
      { event: 'workflow_dispatch', ends: { 'roll-back/2': failed() } },
      { 'roll-back': 'failure' },
    ],
    ['a push', {}, {}],
  ],
};

const workflows = new Map(
  repositories
    .filter((folder) => folder !== '.')
    .flatMap((folder) =>
      workflowsIn(path.join(root, folder)).map((each) => [path.posix.join(folder, each.path), each] as const),
    ),
);
const rows = Object.entries(tables).flatMap(([file, table]) => table.map((row) => [file, ...row] as const));

test('every workflow of the examples has a table of situations', () => {
  expect([...workflows.keys()].sort()).toEqual(Object.keys(tables).sort());
});

test.each(rows)('%s: %s', async (file, _, situation, results) => {
  expect(await resultsIn(workflows.get(file)!, situation)).toEqual(results);
});

test.each([
  ['without cancelled()', 'cancelled() || ', 'the run is cancelled when the promotion is through'],
  ['without the result of the test', / \|\| needs\.e2e\.result == 'cancelled'/, 'the end-to-end test runs out of time'],
  ['without failure()', 'failure() || ', 'the end-to-end test fails'],
  [
    'without the outcome',
    / && needs\.promote\.outputs\.outcome == 'promoted'/,
    'the same code is live already, and the end-to-end test fails',
  ],
  ['without the job’s output', /^ {6}outcome: .*\n/m, 'the end-to-end test fails'],
  ['without a look at the service', /^ {4}if: needs\.changes\.outputs\.service.*\n/m, 'only the loader has changed'],
  ['without a look at the loader', /^ {4}if: needs\.changes\.outputs\.loader.*\n/m, 'all is green'],
  ['without what is told of the service', /^ {6}service: .*\n/m, 'all is green'],
  ['without the look for the image', /^ {8}if: steps\.tag.*\n/gm, 'only the loader has changed'],
])('the table sees it when deploy.yml goes %s', async (_, removed, name) => {
  const file = 'examples/search-api/.github/workflows/deploy.yml';
  const workflow = workflows.get(file)!;
  const changed = workflowOf(workflow.path, workflow.text.replace(removed, ''));
  expect(changed.text).not.toBe(workflow.text);
  const [, situation, results] = tables[file]!.find(([each]) => each === name)!;
  expect(await resultsIn(changed, situation)).not.toEqual(results);
});

const stepRows: readonly (readonly [string, NonNullable<Situation['ends']>, Readonly<Record<string, string>>])[] = [
  ['a step that fails', { 'a/s': failed() }, { a: 'failure + told', b: 'skipped' }],
  ['a step that sets an output', { 'a/s': succeeded({ x: 'y' }) }, { a: 'success + x', b: 'success' }],
  ['a step that is broken off', { 'a/s': brokenOff }, { a: 'cancelled + stopped', b: 'skipped' }],
  ['a step that may fail', { 'a/may': failed() }, { a: 'success', b: 'success' }],
];

test.each(stepRows)('conditions of steps are evaluated: %s', async (_, ends, results) => {
  const steps = `- { id: may, run: "true", continue-on-error: true }
      - { id: s, run: "true" }
      - { id: told, if: failure(), run: "true" }
      - { id: x, if: steps.s.outputs.x == 'y', run: "true" }
      - { id: stopped, if: cancelled(), run: "true" }`;
  const b = '  b: { needs: a, runs-on: ubuntu-latest, steps: [{ run: "true" }] }';
  const workflow = workflowOf(
    'w.yml',
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      ${steps}\n${b}\n`,
  );
  expect(await resultsIn(workflow, { ends })).toEqual(results);
});

test('an end for a step that is not there is refused', async () => {
  const workflow = workflows.get('examples/search-api/.github/workflows/deploy.yml')!;
  await expect(resultsIn(workflow, { ends: { 'e2e/9': failed() } })).rejects.toThrow('There is no step e2e/9.');
});

test('a job that may fail is a success for those after it', async () => {
  const steps = 'runs-on: ubuntu-latest, steps: [{ id: s, run: "true" }]';
  const workflow = workflowOf(
    'w.yml',
    `on: push\njobs:\n  a: { continue-on-error: true, ${steps} }\n  b: { needs: a, ${steps} }\n  c: { needs: a, if: failure(), ${steps} }\n`,
  );
  expect(await resultsIn(workflow, { ends: { 'a/s': failed() } })).toEqual({
    a: 'failure',
    b: 'success',
    c: 'skipped',
  });
});

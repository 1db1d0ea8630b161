import path from 'node:path';
import { commitTo, gitIn, writeTo } from '../test/support/repositories.ts';
import { removeFolders, repositoryOf, runIn, runWorkflow, scratchFolder } from './support.ts';

afterAll(removeFolders);

const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const credentials = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c';

const job = (id: string, steps: string, rest = '') =>
  `${id}:\n  runs-on: ubuntu-latest\n${rest.replace(/^(?=.)/gm, '  ')}${rest ? '\n' : ''}  steps:\n${steps.replace(/^/gm, '    ')}`;

test('what a run is of is as GitHub says it', async () => {
  const ran = await runWorkflow(
    job(
      'one',
      `- run: echo "$GITHUB_REF $GITHUB_REPOSITORY $GITHUB_RUN_NUMBER $GITHUB_WORKFLOW_REF \${{ github.event_name }} \${{ github.actor }} \${{ vars.A }}"`,
    ),
    { setup: { variables: { A: 'b' } } },
  );
  expect(ran.problems).toEqual([]);
  expect(ran.log('one')).toBe(
    'refs/heads/main octo/search 1 octo/search/.github/workflows/test.yml@refs/heads/main push mona b',
  );
});

test('nothing of this machine’s environment reaches a step but what programs need', async () => {
  process.env.ACT_TEST_SECRET = 'from the machine';
  try {
    const ran = await runWorkflow(job('one', '- run: env | cut -d= -f1 | sort'), {
      files: { '.env': 'FROM_ENV=1', '.secrets': 'FROM_SECRETS=1', '.actrc': '--env FROM_ACTRC=1' },
    });
    expect(ran.problems).toEqual([]);
    expect(ran.log('one')).toContain('GITHUB_SHA');
    expect(ran.log('one')).not.toMatch(/ACT_TEST_SECRET|FROM_/);
  } finally {
    delete process.env.ACT_TEST_SECRET;
  }
});

test('checkout honours ref and depth, and leaves the user’s folder alone', async () => {
  const folder = repositoryOf({
    'a.txt': 'one\n',
    '.github/workflows/test.yml': `name: test\non: push\njobs:\n${job(
      'one',
      `- uses: ${checkout}
- run: git rev-list --count HEAD; git branch --show-current; cat a.txt; touch left-behind
- uses: ${checkout}
  with: { fetch-depth: 0 }
- run: git rev-list --count HEAD; git config remote.origin.url; ls
- uses: ${checkout}
  with: { ref: other, path: below }
- run: cat below/a.txt; git -C below branch --show-current`,
    ).replace(/^/gm, '  ')}\n`,
  });
  gitIn(folder, 'branch', 'other');
  commitTo(folder, { 'a.txt': 'two\n' });
  const ran = await runIn(folder);
  expect(ran.problems).toEqual([]);
  expect(
    ran
      .log('one')
      .split('\n')
      .filter((line) => !/stand-in|deep|whole history/.test(line)),
  ).toEqual(['1', 'main', 'two', '2', expect.stringMatching(/^http:.*\/octo\/search$/), 'a.txt', 'one', 'other']);
  expect(gitIn(folder, 'status', '--porcelain')).toBe('');
});

const roles = (subject: string) => [
  {
    name: 'deployer',
    trust: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:sub': subject,
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          },
        },
      },
    },
  },
];

const authenticate = (rest: string) =>
  job(
    'one',
    `- uses: ${credentials}
  id: aws
  with: { role-to-assume: 'arn:aws:iam::123456789012:role/deployer', aws-region: eu-west-1 }
- run: echo "\${{ steps.aws.outputs.aws-account-id }} $AWS_SECRET_ACCESS_KEY"`,
    rest,
  );

test.each([
  ['the old form', {}, 'repo:octo/search:environment:production'],
  ['the form with ids', { 'immutable-subjects': true }, 'repo:octo@583231/search@781000123:environment:production'],
])('a job gets credentials for a token whose subject is trusted, in %s', async (_, setup, subject) => {
  const ran = await runWorkflow(authenticate('environment: production\npermissions: { id-token: write }'), {
    setup: { ...setup, roles: roles(subject) },
  });
  expect(ran.problems).toEqual([]);
  expect(ran.log('one')).toContain(`as ${subject}`);
  expect(ran.log('one')).toContain('123456789012 ***');
});

test.each([
  ['without id-token: write', 'environment: production\npermissions: { contents: read }', {}, /id-token: write/],
  [
    'without an environment that is trusted',
    'permissions: { id-token: write }',
    {},
    /Not authorized to perform sts:AssumeRoleWithWebIdentity/,
  ],
  [
    'with the other form of subject',
    'environment: production\npermissions: { id-token: write }',
    { 'immutable-subjects': true },
    /Not authorized/,
  ],
])('a job gets no credentials %s', async (_, rest, setup, message) => {
  const ran = await runWorkflow(authenticate(rest), {
    setup: { ...setup, roles: roles('repo:octo/search:environment:production') },
  });
  expect(ran.conclusion('one')).toBe('failure');
  expect(ran.log('one')).toMatch(message);
});

test('an expression that fails is red, where act is green', async () => {
  const ran =
    await runWorkflow(`${job('one', '- id: x\n  run: echo one', `outputs: { none: "\${{ steps.x.outputs.none }}" }`)}
${job('two', `- run: echo \${{ fromJSON(needs.one.outputs.none) }}; exit 1`, 'needs: one')}`);
  expect(ran.ended.runs[0]?.run.conclusion).toBe('failure');
  expect(ran.problems.join('\n')).toMatch(/Unable to interpolate expression/);
});

test('an empty matrix is red, where act runs its job once', async () => {
  const ran =
    await runWorkflow(`${job('one', '- id: x\n  run: echo \'list=[]\' >> "$GITHUB_OUTPUT"', `outputs: { list: "\${{ steps.x.outputs.list }}" }`)}
${job('two', `- run: echo "of \${{ matrix.a }}"`, `needs: one\nstrategy: { matrix: { a: "\${{ fromJSON(needs.one.outputs.list) }}" } }`)}`);
  expect(ran.problems).toContainEqual(
    expect.stringContaining('On GitHub the job two fails the run: its matrix is empty'),
  );
  expect(ran.ended.runs[0]?.run.conclusion).toBe('failure');
});

test('a job for a runner that is computed, and that there is none of, is red', async () => {
  const ran = await runWorkflow(
    `one:\n  strategy: { matrix: { os: [ubuntu-latest, macos-15] } }\n  runs-on: \${{ matrix.os }}\n  steps:\n    - run: echo hello`,
  );
  expect(ran.problems).toContainEqual(expect.stringContaining('macos-15'));
  expect(ran.ended.runs[0]?.run.conclusion).toBe('failure');
});

test('a job that runs after a failure runs here and there', async () => {
  const ran = await runWorkflow(`${job('one', '- run: exit 3')}
${job('two', `- run: echo "one was \${{ needs.one.result }}"`, 'needs: one\nif: failure()')}
${job('three', '- run: echo three', 'needs: one')}`);
  expect(ran.problems).toEqual([]);
  expect(['one', 'two', 'three'].map(ran.conclusion)).toEqual(['failure', 'success', 'absent']);
  expect(ran.log('two')).toBe('one was failure');
});

test('a called workflow is run from its caller, and judged with it', async () => {
  const called = `on:\n  workflow_call:\n    inputs: { a: { type: string, required: true } }\n    outputs: { r: { value: "\${{ jobs.inner.outputs.r }}" } }\njobs:\n${job('inner', `- id: q\n  run: echo "r=<\${{ inputs.a }}>" >> "$GITHUB_OUTPUT"`, `outputs: { r: "\${{ steps.q.outputs.r }}" }`).replace(/^/gm, '  ')}\n`;
  const ran = await runWorkflow(
    `call: { uses: ./.github/workflows/called.yml, with: { a: hello } }
${job('two', `- run: echo "\${{ needs.call.outputs.r }}"`, "needs: call\nif: needs.call.outputs.r == '<hello>'")}`,
    { files: { '.github/workflows/called.yml': called } },
  );
  expect(ran.problems).toEqual([]);
  expect(ran.log('two')).toBe('<hello>');
});

test('a job after a called workflow that failed is red, since act never starts it', async () => {
  const called = `on: workflow_call\njobs:\n${job('inner', '- run: exit 1').replace(/^/gm, '  ')}\n`;
  const ran = await runWorkflow(
    `call: { uses: ./.github/workflows/called.yml }
${job('two', '- run: echo "took it back"', 'needs: call\nif: failure()')}`,
    { files: { '.github/workflows/called.yml': called } },
  );
  expect(ran.problems).toContainEqual(expect.stringContaining('On GitHub the job two runs'));
});

test.each(['', 'name: ship / it (now)'])(
  'a workflow of any name, or of none, is judged by its jobs: %j',
  async (name) => {
    const jobs = `${job('one', '- run: echo one', 'name: Build (all)')}\n${job('two', '- run: echo two', `needs: one\nname: of \${{ matrix.v }}\nstrategy: { matrix: { v: [a/b, c] } }`)}\n${job('three', '- run: exit 1', 'needs: two\nif: false')}`;
    const folder = repositoryOf({
      '.github/workflows/ship.yml': `${name}\non: push\njobs:\n${jobs.replace(/^/gm, '  ')}\n`,
    });
    const ran = await runIn(folder);
    expect(ran.problems).toEqual([]);
    expect(['one', 'two', 'three'].map(ran.conclusion)).toEqual(['success', 'success', 'absent']);
  },
);

test('a pull request is run on its merge commit, and a dispatch with its inputs', async () => {
  const steps = job(
    'one',
    `- uses: ${checkout}
- run: |
    echo "$GITHUB_REF $GITHUB_HEAD_REF $GITHUB_BASE_REF \${{ github.event.pull_request.number }} \${{ github.base_ref }}"
    echo "$(git rev-parse HEAD) \${{ github.sha }} $(ls)"
    git log --format=%p
- uses: ${checkout}
  with: { fetch-depth: 0 }
- run: echo "$(git rev-parse HEAD^1 HEAD^2) \${{ github.event.pull_request.base.sha }} \${{ github.event.pull_request.head.sha }}"`,
  ).replace(/^/gm, '  ');
  const folder = repositoryOf({ '.github/workflows/test.yml': `name: test\non: pull_request\njobs:\n${steps}\n` });
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  const head = commitTo(folder, { 'b.txt': 'b\n' });
  gitIn(folder, 'switch', '--quiet', 'main');
  const base = commitTo(folder, { 'c.txt': 'c\n' });
  gitIn(folder, 'switch', '--quiet', 'topic');
  const pull = await runIn(folder, { event: 'pull_request' });
  expect(pull.problems).toEqual([]);
  const merge = pull.ended.runs[0]?.run.sha;
  const said = pull.log('one').split('\n');
  expect(said.filter((line) => !/stand-in|deep|whole history/.test(line))).toEqual([
    'refs/pull/1/merge topic main 1 main',
    `${merge} ${merge} b.txt`,
    'c.txt',
    '',
    base,
    `${head} ${base} ${head}`,
  ]);
});

const inputs = `{ workflow_dispatch: { inputs: { where: { type: choice, options: [here, there], required: true }, dry: { type: boolean, default: true } } } }`;

test('a dispatch has its inputs, with their types and defaults', async () => {
  const dispatch = await runWorkflow(
    `${job('one', `- run: echo "\${{ inputs.where }} \${{ github.event.inputs.dry }}"`, `if: inputs.where == 'here' && inputs.dry`)}
${job('two', '- run: echo wet', 'if: inputs.dry == false')}`,
    { on: inputs, event: 'workflow_dispatch', inputs: { where: 'here' } },
  );
  expect(dispatch.problems).toEqual([]);
  expect(dispatch.log('one')).toBe('here true');
  expect(dispatch.conclusion('two')).toBe('absent');
  const wet = await runWorkflow(
    `${job('one', '- run: echo dry', 'if: inputs.dry')}\n${job('two', '- run: echo wet', 'if: "!inputs.dry"')}`,
    { on: inputs, event: 'workflow_dispatch', inputs: { where: 'there', dry: 'false' } },
  );
  expect(wet.problems).toEqual([]);
  expect([wet.conclusion('one'), wet.conclusion('two')]).toEqual(['absent', 'success']);
});

test('a dispatch whose inputs GitHub refuses starts nothing', async () => {
  const one = job('one', '- run: echo one');
  const refused = await runWorkflow(one, { on: inputs, event: 'workflow_dispatch', inputs: { wher: 'here' } });
  expect(refused.problems).toEqual([
    expect.stringContaining('Unexpected inputs provided: ["wher"]'),
    "Required input 'where' not provided",
  ]);
  expect(refused.ended.runs).toEqual([]);
  const other = `name: other\non: workflow_dispatch\njobs:\n${one.replace(/^/gm, '  ')}\n`;
  const two = await runWorkflow(one, {
    on: inputs,
    event: 'workflow_dispatch',
    inputs: { where: 'here' },
    files: { '.github/workflows/other.yml': other },
  });
  expect(two.problems).toEqual([expect.stringContaining('One workflow is dispatched at a time')]);
});

test('a push starts the workflows whose paths it changed, and no other', async () => {
  const of = (name: string, paths: string) =>
    `name: ${name}\non: { push: { paths: [${paths}] } }\njobs:\n${job(name, '- run: echo ran').replace(/^/gm, '  ')}\n`;
  const folder = repositoryOf({
    '.github/workflows/a.yml': of('a', 'a/**'),
    '.github/workflows/b.yml': of('b', 'b/**'),
  });
  commitTo(folder, { 'a/x.txt': 'x\n' });
  const { problems, ended } = await runIn(folder);
  expect(problems).toEqual([]);
  expect(ended.runs.map(({ run }) => run.workflowName)).toEqual(['a']);
  commitTo(folder, { 'c.txt': 'c\n' });
  expect((await runIn(folder)).problems).toEqual([
    expect.stringMatching(/^No workflow is started by push .* What changed: c\.txt\.$/),
  ]);
});

test('a tag is what its run is of', async () => {
  const ran = await runWorkflow(
    job(
      'one',
      `- uses: ${checkout}\n- run: echo "$GITHUB_REF $GITHUB_REF_NAME \${{ github.ref_type }}"; git log --format=%s`,
    ),
    { on: '{ push: { tags: [v*] } }', tag: 'v1.2.3' },
  );
  expect(ran.problems).toEqual([]);
  expect(ran.log('one')).toContain('refs/tags/v1.2.3 v1.2.3 tag\nA change');
});

test('what a step masks is in no log, output or summary, with any characters in it', async () => {
  const ran = await runWorkflow(
    job(
      'one',
      `- run: |
    echo '::add-mask::a"b\\c'
    echo 'it is a"b\\c and \${{ secrets.KEY }}'
    echo 'it is a"b\\c' >> "$GITHUB_STEP_SUMMARY"
- run: exit 0
  continue-on-error: true`,
    ),
    { setup: { secrets: { KEY: 'first "line"\nsecond' } } },
  );
  expect(ran.problems).toEqual([]);
  const said = JSON.stringify(ran.ended.runs[0]?.record);
  expect(said).not.toMatch(/a.{0,3}b.{0,3}c|first|second/);
  expect(ran.log('one')).toContain('it is *** and ***');
});

test('a step that may fail does not end its job, and steps after a failure run by their own condition', async () => {
  const ran = await runWorkflow(
    job(
      'one',
      '- run: exit 1\n  continue-on-error: true\n- run: exit 2\n- if: failure()\n  run: echo cleaned up\n- run: echo never',
    ),
  );
  expect(ran.problems).toEqual([]);
  expect(ran.conclusion('one')).toBe('failure');
  expect(ran.log('one')).toContain('cleaned up');
  expect(ran.log('one')).not.toContain('never');
});

test('a job that may fail does not fail its run, and one after it that act does not start does', async () => {
  const one = job('one', '- run: exit 1', 'continue-on-error: true');
  const alone = await runWorkflow(one);
  expect(alone.problems).toEqual([]);
  expect(alone.conclusion('one')).toBe('failure');
  expect(alone.ended.runs[0]?.run.conclusion).toBe('success');
  const followed = await runWorkflow(`${one}\n${job('two', '- run: echo two', 'needs: one')}`);
  expect(followed.problems).toEqual([expect.stringContaining('On GitHub the job two runs')]);
  expect(followed.ended.runs[0]?.run.conclusion).toBe('failure');
});

test('our own actions are taken from the tree at any ref, and a repository of one’s own with them too', async () => {
  const scratch = scratchFolder();
  writeTo(scratch, {
    'tree/say/action.yml':
      'name: Say\ndescription: Says it\ninputs: { it: { description: What } }\nruns: { using: node24, main: index.mjs }\n',
    'tree/say/index.mjs': `const clock = String(Date.now).includes('native') ? 'in time' : 'in scaled time';
console.log('said', process.env.INPUT_IT, clock);
`,
    'tree/.github/workflows/pipe.yml': `on: workflow_call\njobs:\n${job('inner', '- uses: org/actions/say@v1\n  with: { it: called }').replace(/^/gm, '  ')}\n`,
  });
  const say = (reference: string, it: string) => `- uses: ${reference}\n  with: { it: ${it} }`;
  const ran = await runWorkflow(
    `${job(
      'one',
      [
        say('org/actions/say@v1', 'major'),
        say('org/actions/say@0123456789abcdef0123456789abcdef01234567 # v1.2.3', 'pinned'),
        say('acme/actions/say@main', 'own'),
      ].join('\n'),
    )}\ncall: { uses: org/actions/.github/workflows/pipe.yml@89abcdef0123456789abcdef0123456789abcdef }`,
    { tree: path.join(scratch, 'tree'), own: ['org/actions', 'acme/actions'] },
  );
  expect(ran.problems).toEqual([]);
  expect(ran.log('one').split('\n')).toEqual(['major', 'pinned', 'own'].map((it) => `said ${it} in scaled time`));
  expect(ran.log('inner')).toBe('said called in scaled time');
  expect(ran.facts.filter((fact) => /is taken from it/.test(fact))).toHaveLength(4);
});

test('two runs of one session are told apart, and a later one can ask for the last success', async () => {
  const folder = repositoryOf({
    '.github/workflows/ship.yml': `name: ship\non: push\npermissions: { actions: read }\njobs:\n${job('one', `- run: |\n    curl -sf -H "authorization: Bearer \${{ github.token }}" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/workflows/ship.yml/runs?status=success" | tr -d ' ' | grep -o '"total_count":[0-9]*'\n- run: echo "number $GITHUB_RUN_NUMBER"`).replace(/^/gm, '  ')}\n`,
  });
  const state = scratchFolder();
  const logs = [(await runIn(folder, { state })).log('one'), (await runIn(folder, { state })).log('one')];
  expect(logs).toEqual(['"total_count":0\nnumber 1', '"total_count":1\nnumber 2']);
});

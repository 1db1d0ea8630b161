/**
 * @typedef {object} Command
 * @property {string} does what a person gets from it, for the usage text
 * @property {string} script path from the repository's root; runs on the pinned Node
 * @property {string[]} [nodeOptions]
 */

// A function of CloudFront is tried as an ES module in a context of its own, which Node still keeps behind a flag.
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** @type {Record<string, Command>} */
export const commands = {
  start: { does: 'the story of a service on the local cloud, or one scene of it', script: 'packages/demo/src/main.ts' },
  test: {
    does: 'every test that needs only Node, npm and git',
    script: 'packages/workspace/src/commands/test.ts',
    nodeOptions: jest,
  },
  extended: {
    does: 'samples of every sweep, and what needs the AWS CLI, boto3, crane, skopeo and linters; .ci/run prepares those',
    script: 'packages/workspace/src/commands/extended.ts',
    nodeOptions: jest,
  },
  prove: {
    does: 'the whole sweeps of an action, or of all: what .ci/run samples',
    script: 'packages/workspace/src/commands/prove.ts',
    nodeOptions: jest,
  },
  check: { does: 'types, lint, formatting, import arrows', script: 'packages/workspace/src/commands/check.ts' },
  bundle: { does: "every action's dist/", script: 'packages/workspace/src/commands/bundle.ts' },
  release: {
    does: 'the tree that users consume, and its releases',
    script: 'packages/release/src/main.ts',
  },
  docs: { does: 'the generated tables in the READMEs', script: 'packages/workspace/src/commands/docs.ts' },
  bench: { does: 'one benchmark, peers and us in one run', script: 'packages/bench/src/main.ts' },
  act: { does: "a folder's real workflows, on the local cloud", script: 'packages/act/src/main.ts' },
  'local-aws': { does: 'the local cloud in the foreground', script: 'packages/local-aws/src/main.ts' },
};

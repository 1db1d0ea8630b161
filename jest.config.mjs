import { availableParallelism } from 'node:os';

// Native ESM: @actions/core 3 has no CommonJS build. Run through `npm test`, which sets --experimental-vm-modules.
export default {
  extensionsToTreatAsEsm: ['.ts'],
  testSequencer: '<rootDir>/packages/workspace/src/test-order.mjs',
  testEnvironment: '<rootDir>/packages/workspace/src/test-environment.mjs',
  testMatch: ['<rootDir>/{actions,packages}/*/test/**/*.test.ts'],
  transform: {
    '/@actions/(workflow-parser|languageservice)/dist/.*\\.js$': '<rootDir>/packages/workspace/src/json-imports.mjs',
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:.*/)?@actions/(?:workflow-parser|languageservice)/dist/)'],
  // Layers of an example, which have a package.json of the same name as what they are laid over.
  modulePathIgnorePatterns: ['<rootDir>/examples/[^/]+/commits/'],
  // Many tests start processes; a slow or busy machine is no failure. What hangs is still found.
  testTimeout: 30_000,
  watchman: false,
  // Two to a core: half of the tests wait for child processes, and two cores with two workers idle a third of the time.
  maxWorkers: Math.max(2, 2 * availableParallelism()),
  // What a file has loaded as ES modules stays with its worker, which a fresh one does without.
  workerIdleMemoryLimit: '1GB',
};

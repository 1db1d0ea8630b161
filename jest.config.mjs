import { availableParallelism } from 'node:os';

// Tests are loaded by Node itself, TypeScript included: packages/workspace/src/jest/runtime.mjs.
export default {
  extensionsToTreatAsEsm: ['.ts'],
  runtime: '<rootDir>/packages/workspace/src/jest/runtime.mjs',
  testSequencer: '<rootDir>/packages/workspace/src/jest/order.mjs',
  testEnvironment: '<rootDir>/packages/workspace/src/jest/environment.mjs',
  testMatch: ['<rootDir>/{actions,packages}/*/test/**/*.test.ts'],
  transform: {},
  // Layers of an example, which have a package.json of the same name as what they are laid over.
  modulePathIgnorePatterns: ['<rootDir>/examples/[^/]+/commits/'],
  // Many tests start processes; a slow or busy machine is no failure. What hangs is still found.
  testTimeout: 30_000,
  watchman: false,
  // Two to a core: half of the tests wait for child processes, and two cores with two workers idle a third of the time.
  maxWorkers: Math.max(2, 2 * availableParallelism()),
  // What a worker has loaded stays with it, which a fresh one does without.
  workerIdleMemoryLimit: '1GB',
};

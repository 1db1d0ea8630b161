import { availableParallelism } from 'node:os';

// Native ESM: @actions/core 3 has no CommonJS build. Run through `npm test`, which sets --experimental-vm-modules.
export default {
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{actions,packages}/*/test/**/*.test.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  // Many tests start processes; a slow or busy machine is no failure. What hangs is still found.
  testTimeout: 30_000,
  watchman: false,
  // Both cores of a small machine: half of the tests wait for child processes.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};

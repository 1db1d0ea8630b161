export {
  type BundleStep,
  type EndedBundle,
  type RunningBundle,
  runBundle,
  STEP_ACCESS_KEY,
  startBundle,
} from './bundle.ts';
export { disagreements, disagreementsIn } from './contract.ts';
export {
  type DeclaredInput,
  type DescribedAction,
  describeAction,
  type Manifest,
  parseManifest,
} from './contract-manifest.ts';
export { renderTables, type Tables, withTables, writeTables } from './contract-tables.ts';
export { codeOf, type LambdaWorld, lambdaWorld, type SeenAlias, type Zipped } from './lambda-world.ts';
export type { Annotation } from './workflow-commands.ts';

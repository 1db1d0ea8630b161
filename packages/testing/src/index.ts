export { disagreements, disagreementsIn } from './contract.ts';
export {
  type DeclaredInput,
  type DescribedAction,
  describeAction,
  type Manifest,
  parseManifest,
} from './contract-manifest.ts';
export { renderTables, type Tables, withTables, writeTables } from './contract-tables.ts';

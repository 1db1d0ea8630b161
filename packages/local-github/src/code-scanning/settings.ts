import { refuse } from '../refusal.ts';

/** What an owner has set, and how busy GitHub is. */
export interface CodeScanningSettings {
  /** Whether the repository has code scanning at all. */
  readonly availability: 'on' | 'off' | 'no advanced security' | 'archived';
  /** CodeQL's default setup, which bars uploads of CodeQL's results. */
  readonly defaultSetup: boolean;
  /** Whose alerts the Security tab shows. */
  readonly defaultBranch: string;
  /** How long an upload is `pending`; an endless time is `Infinity`. */
  readonly processingMs: number;
  /** How long after the receipt its id is not found. Clients have met that, and nothing is documented: none unless a test says so. */
  readonly hiddenMs: number;
}

/** A repository that has all of it. */
export const SETTINGS: CodeScanningSettings = {
  availability: 'on',
  defaultSetup: false,
  defaultBranch: 'main',
  processingMs: 3000,
  hiddenMs: 0,
};

// The words are those that clients were told. The second is on
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-code-scanning/advanced-security-must-be-enabled
const off = 'Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.';
const noAdvancedSecurity =
  'GitHub Code Security or GitHub Advanced Security must be enabled for this repository to use code scanning.';
const archived = 'Repository was archived so is read-only.';

/**
 * "Response if the repository is archived or if GitHub Advanced Security is not enabled for this repository": 403. Of an archived
 * one reading is not documented; clients have been told that code scanning is off, which is harder than an answer.
 */
export function refuseWhereUnavailable({ availability }: CodeScanningSettings, asks: 'read' | 'write'): void {
  if (availability === 'no advanced security') refuse(403, noAdvancedSecurity);
  if (availability === 'archived' && asks === 'write') refuse(403, archived);
  if (availability !== 'on') refuse(403, off);
}

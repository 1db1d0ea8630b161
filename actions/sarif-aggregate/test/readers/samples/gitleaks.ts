import { planted, plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const entry = {
  RuleID: 'generic-api-key',
  Description: 'Detected a Generic API Key, potentially exposing access to various services and sensitive operations.',
  StartLine: 4,
  EndLine: 4,
  StartColumn: 2,
  EndColumn: 40,
  Match: plantedLine,
  Secret: planted.value,
  File: 'config/dev.env',
  SymlinkFile: '',
  Commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
  Entropy: 4.1,
  Author: planted.author,
  Email: planted.email,
  Date: '2026-11-01T10:00:00Z',
  Message: planted.commitMessage,
  Tags: [],
  Fingerprint: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334:config/dev.env:generic-api-key:4',
};

export const gitleaksSamples: readonly Sample[] = [
  {
    tool: 'gitleaks',
    of: 'gitleaks 8, of a history and of a folder',
    document: [
      entry,
      { ...entry, RuleID: 'aws-access-token', Commit: '', Author: '', Email: '', Date: '', Message: '' },
    ],
    counted: 'entries',
    results: 2,
  },
  {
    tool: 'gitleaks',
    of: 'gitleaks 7',
    document: [
      {
        line: plantedLine,
        lineNumber: 4,
        offender: planted.value,
        commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
        repo: '.',
        repoURL: '',
        leakURL: '',
        rule: 'AWS Access Key',
        commitMessage: planted.commitMessage,
        author: planted.author,
        email: planted.email,
        file: 'config/dev.env',
        date: '2021-04-19T22:42:05+03:00',
        tags: 'key, AWS',
      },
    ],
    counted: 'entries',
    results: 1,
  },
];

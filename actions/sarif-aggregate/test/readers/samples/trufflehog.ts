import { planted, plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const line = {
  SourceMetadata: {
    Data: {
      Git: {
        commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
        file: 'config/dev.env',
        email: `${planted.author} <${planted.email}>`,
        repository: 'https://github.com/org/app',
        timestamp: '2026-11-01 10:00:00 +0000',
        line: 4,
      },
    },
  },
  SourceID: 1,
  SourceType: 16,
  SourceName: 'trufflehog - git',
  DetectorType: 2,
  DetectorName: 'AWS',
  DecoderName: 'PLAIN',
  Verified: true,
  Raw: planted.value,
  RawV2: `${planted.value}:${planted.password}`,
  Redacted: planted.value,
  ExtraData: { account: planted.password },
  StructuredData: null,
};
const inFile = {
  ...line,
  Verified: false,
  SourceMetadata: { Data: { Filesystem: { file: 'config/dev.env', line: 4 } } },
};
const log = (level: string, msg: string) => ({
  level,
  ts: '2026-11-29T10:00:00Z',
  logger: 'trufflehog',
  msg,
  error: plantedLine,
});

export const trufflehogSamples: readonly Sample[] = [
  {
    tool: 'trufflehog',
    of: 'TruffleHog 3: a history and files',
    document: [line, inFile],
    counted: 'lines',
    results: 2,
  },
  { tool: 'trufflehog', of: 'TruffleHog 3: one line', document: line, counted: 'lines', results: 1 },
  {
    tool: 'trufflehog',
    of: 'TruffleHog 3: its log in the same file',
    document: [log('info-0', 'running source'), line, log('error', 'encountered errors during scan')],
    counted: 'lines that are not of the log',
    results: 1,
    failures: ['TruffleHog did not see everything: encountered errors during scan'],
  },
];

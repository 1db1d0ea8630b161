import { planted } from './planted.ts';
import type { Sample } from './sample.ts';

const entry = {
  type: 'Secret Keyword',
  filename: 'config/dev.env',
  hashed_secret: planted.digest,
  is_verified: false,
  line_number: 4,
};

export const detectSecretsSamples: readonly Sample[] = [
  {
    tool: 'detect-secrets',
    of: 'detect-secrets 1.5: an audited secret is no less one',
    document: {
      version: '1.5.0',
      plugins_used: [{ name: 'KeywordDetector' }],
      filters_used: [{ path: 'detect_secrets.filters.allowlist.is_line_allowlisted' }],
      results: {
        'config/dev.env': [entry, { ...entry, type: 'AWS Access Key', line_number: 5 }],
        'a.py': [{ ...entry, is_secret: false }],
      },
      generated_at: '2026-11-29T10:00:00Z',
    },
    counted: 'entries of all files',
    results: 3,
  },
  {
    tool: 'detect-secrets',
    of: 'detect-secrets 0.14, whose entries do not name their file',
    document: {
      custom_plugin_paths: [],
      exclude: { files: null, lines: null },
      generated_at: '2020-11-29T10:00:00Z',
      plugins_used: [{ name: 'KeywordDetector' }],
      results: {
        'config/dev.env': [
          { hashed_secret: planted.digest, is_verified: false, line_number: 4, type: 'Secret Keyword' },
        ],
      },
      version: '0.14.3',
      word_list: { file: null, hash: null },
    },
    counted: 'entries of all files',
    results: 1,
  },
  {
    tool: 'detect-secrets',
    of: 'nothing found',
    document: {
      version: '1.5.0',
      plugins_used: [{ name: 'KeywordDetector' }],
      filters_used: [],
      results: {},
      generated_at: '',
    },
    counted: 'entries of all files',
    results: 0,
  },
];

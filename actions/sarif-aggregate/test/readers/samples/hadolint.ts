import { plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const entry = {
  code: 'DL3008',
  column: 1,
  file: 'Dockerfile',
  level: 'warning',
  line: 3,
  message: 'Pin versions in apt get install.',
};

export const hadolintSamples: readonly Sample[] = [
  {
    tool: 'hadolint',
    of: 'hadolint 2, with a rule of ShellCheck',
    document: [entry, { ...entry, code: 'SC2086', level: 'info', message: 'Double quote to prevent globbing.' }],
    counted: 'entries but DL1000',
    results: 2,
  },
  {
    tool: 'hadolint',
    of: 'a file that does not parse',
    document: [
      {
        ...entry,
        code: 'DL1000',
        level: 'error',
        line: 2,
        message: `unexpected 'R'\n${plantedLine}\nexpecting a new line`,
      },
    ],
    counted: 'entries but DL1000',
    results: 0,
    failures: ["hadolint did not read Dockerfile, line 2: unexpected 'R'"],
  },
];

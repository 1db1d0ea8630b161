import type { Sample } from './sample.ts';

const django = {
  name: 'Django',
  version: '3.2.1',
  vulns: [
    {
      id: 'PYSEC-2021-98',
      fix_versions: ['2.2.24', '3.2.4'],
      aliases: ['CVE-2021-33203', 'GHSA-68w8-qjq3-2gfm'],
      description: 'A path can be seen.',
    },
    { id: 'PYSEC-2021-99', fix_versions: [], aliases: [], description: 'A leading zero is accepted.' },
  ],
};
const clean = { name: 'sqlparse', version: '0.5.5', vulns: [] };
const skipped = { name: 'ours', skip_reason: 'Dependency not found on PyPI and could not be audited: ours (1.0)' };

export const pipAuditSamples: readonly Sample[] = [
  {
    tool: 'pip-audit',
    of: 'pip-audit 2.10',
    document: { dependencies: [django, clean], fixes: [] },
    counted: 'entries of `vulns` of all dependencies',
    results: 2,
  },
  {
    tool: 'pip-audit',
    of: 'pip-audit 2.0: a list',
    document: [
      clean,
      { ...django, vulns: [{ id: 'PYSEC-2021-98', fix_versions: ['3.2.4'], description: 'A path can be seen.' }] },
    ],
    counted: 'entries of `vulns` of all dependencies',
    results: 1,
  },
  {
    tool: 'pip-audit',
    of: 'a package that it does not know',
    document: { dependencies: [skipped, clean], fixes: [] },
    counted: 'entries of `vulns` of all dependencies',
    results: 0,
    failures: ['pip-audit skipped ours: Dependency not found on PyPI and could not be audited: ours (1.0)'],
  },
  {
    tool: 'pip-audit',
    of: 'nothing to audit',
    document: { dependencies: [], fixes: [] },
    counted: 'entries of `vulns`',
    results: 0,
  },
];

import type { Sample } from './sample.ts';

export const pnpmAuditSamples: readonly Sample[] = [
  {
    tool: 'pnpm-audit',
    of: 'pnpm 12',
    document: {
      advisories: {
        1106913: {
          findings: [
            {
              version: '4.17.15',
              paths: ['.>lodash', 'packages__web>build>lodash'],
              dev: false,
              optional: false,
              bundled: false,
            },
            { version: '4.17.19', paths: ['.>build>lodash'], dev: true, optional: false, bundled: false },
          ],
          id: 1106913,
          title: 'Command Injection in lodash',
          module_name: 'lodash',
          vulnerable_versions: '<4.17.21',
          patched_versions: '>=4.17.21',
          severity: 'high',
          cwe: 'CWE-77, CWE-94',
          github_advisory_id: 'GHSA-35jh-r3h4-6jhm',
          url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
        },
      },
      metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 1, critical: 0 }, dependencies: 9 },
    },
    counted: 'entries of `advisories`',
    results: 1,
  },
  {
    tool: 'pnpm-audit',
    of: 'no answer',
    document: { error: { code: 'ERR_PNPM_AUDIT_BAD_RESPONSE', message: 'The audit endpoint responded with 405' } },
    counted: 'nothing',
    results: 0,
    failures: ['pnpm audit failed: The audit endpoint responded with 405'],
  },
];

import { banditSamples } from './bandit.ts';
import { eslintSamples } from './eslint.ts';
import { gitleaksSamples } from './gitleaks.ts';
import { npmAuditSamples } from './npm-audit.ts';
import { pipAuditSamples } from './pip-audit.ts';
import type { Sample } from './sample.ts';

/** Small reports of all forms that the readers know. */
export const samples: readonly Sample[] = [
  ...banditSamples,
  ...eslintSamples,
  ...npmAuditSamples,
  ...pipAuditSamples,
  ...gitleaksSamples,
];

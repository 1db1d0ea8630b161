import { banditSamples } from './bandit.ts';
import { cfnLintSamples } from './cfn-lint.ts';
import { cfnNagSamples } from './cfn-nag.ts';
import { checkovSamples } from './checkov.ts';
import { detectSecretsSamples } from './detect-secrets.ts';
import { eslintSamples } from './eslint.ts';
import { gitleaksSamples } from './gitleaks.ts';
import { gosecSamples } from './gosec.ts';
import { grypeSamples } from './grype.ts';
import { hadolintSamples } from './hadolint.ts';
import { npmAuditSamples } from './npm-audit.ts';
import { pipAuditSamples } from './pip-audit.ts';
import { pnpmAuditSamples } from './pnpm-audit.ts';
import { safetySamples } from './safety.ts';
import type { Sample } from './sample.ts';
import { semgrepSamples } from './semgrep.ts';
import { snykSamples } from './snyk.ts';
import { tfsecSamples } from './tfsec.ts';
import { trivySamples } from './trivy.ts';
import { trufflehogSamples } from './trufflehog.ts';

/** Small reports of all forms that the readers know. */
export const samples: readonly Sample[] = [
  ...banditSamples,
  ...eslintSamples,
  ...gosecSamples,
  ...semgrepSamples,
  ...grypeSamples,
  ...npmAuditSamples,
  ...pipAuditSamples,
  ...pnpmAuditSamples,
  ...safetySamples,
  ...snykSamples,
  ...trivySamples,
  ...detectSecretsSamples,
  ...gitleaksSamples,
  ...trufflehogSamples,
  ...cfnLintSamples,
  ...cfnNagSamples,
  ...checkovSamples,
  ...hadolintSamples,
  ...tfsecSamples,
];

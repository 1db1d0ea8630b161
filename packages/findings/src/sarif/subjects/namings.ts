import type { KnownTool } from '../../tools/table.ts';
import { govulncheck } from './go-vulnerabilities.ts';
import { grype } from './grype.ts';
import type { Naming } from './named.ts';
import { osvScanner } from './osv-scanner.ts';
import { gosec, kubeScore, other } from './other.ts';
import { snyk, snykIac } from './snyk.ts';
import { trivy } from './trivy.ts';

/** Tools whose SARIF says more than SARIF has places for. */
const namings: Readonly<Partial<Record<KnownTool, Naming>>> = {
  trivy,
  grype,
  snyk,
  'snyk-iac': snykIac,
  govulncheck,
  'osv-scanner': osvScanner,
  gosec,
  'kube-score': kubeScore,
};

/** How a tool names its subjects. */
export function namingOf(tool: KnownTool | undefined): Naming {
  return (tool && namings[tool]) ?? other;
}

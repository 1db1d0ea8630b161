import type * as sdk from '@aws-sdk/client-ecr';
import { page } from '../paging.ts';
import type { EcrPlace } from '../place.ts';
import type { EcrState, Finding, Image, ScanResult } from '../state.ts';

/** What is known of the scan of an image, as far as it has come. */
export interface Scan {
  readonly status: string;
  readonly description: string;
  /** Undefined where there are no findings to tell of, which is not to say that there are none. */
  readonly findings: readonly Finding[] | undefined;
  readonly completed: number | undefined;
}

/**
 * The scan of an image, by the registry's type of scanning: "if you switch back to your previous scanning type the established
 * scans will be available" (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html). Undefined where there is
 * none. What a scan finds is what a test arranged, else nothing: no layer is looked into.
 */
export function scanOf({ state, clock }: EcrPlace, image: Image): Scan | undefined {
  const { type } = state.scanning;
  const arranged = state.scanResults.get(image.digest);
  // "Archived images cannot be scanned" (beside it); that findings from before are not told either is the harder.
  if (image.status !== 'ACTIVE') return without('IMAGE_ARCHIVED', 'The image is archived.');
  if (arranged?.status !== undefined) return byArrangement(arranged, clock.now());
  const begun = image.scanned[type];
  if (begun === undefined) return undefined;
  const completed = begun + state.pace.scan;
  if (completed > clock.now())
    return type === 'BASIC'
      ? without('IN_PROGRESS', 'The scan is in progress.')
      : without('PENDING', 'The image is waiting for its first scan.');
  const findings = arranged?.findings ?? [];
  return { ...ended[type], findings, completed };
}

/** Descriptions as in the examples of the user guide, image-scanning-basic-findings.html and image-scanning-enhanced-findings.html. */
const ended = {
  BASIC: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
  ENHANCED: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' },
} as const;

function without(status: string, description: string): Scan {
  return { status, description, findings: undefined, completed: undefined };
}

function byArrangement(
  { status = '', description = status, findings, hasEnded = true }: ScanResult,
  now: number,
): Scan {
  const isEnded = hasEnded && Object.values(ended).some((each) => each.status === status);
  return isEnded || findings.length > 0
    ? { status, description, findings, completed: now }
    : without(status, description);
}

/** One page of findings as an answer has them, and how many there are of each severity on all pages. */
export function shownFindings(
  { scanning }: EcrState,
  { findings = [], completed = 0 }: Scan,
  paging: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
): { readonly shown: sdk.ImageScanFindings; readonly next: string | undefined } {
  const { items, next } = page(findings, paging);
  const findingSeverityCounts: Record<string, number> = {};
  for (const { severity } of findings) findingSeverityCounts[severity] = (findingSeverityCounts[severity] ?? 0) + 1;
  const common = {
    imageScanCompletedAt: new Date(completed),
    vulnerabilitySourceUpdatedAt: new Date(completed),
    findingSeverityCounts,
  };
  if (scanning.type === 'BASIC') return { shown: { ...common, findings: items.map(basic) }, next };
  return { shown: { ...common, enhancedFindings: items.map(enhanced) }, next };
}

function basic({ name, severity }: Finding): sdk.ImageScanFinding {
  return { name, severity: severity as sdk.FindingSeverity, attributes: [] };
}

function enhanced({ name, severity }: Finding): sdk.EnhancedImageScanFinding {
  return { title: name, severity, status: 'ACTIVE', type: 'PACKAGE_VULNERABILITY' };
}

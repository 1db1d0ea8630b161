import type { Scanned, Severity } from './state.ts';

/** From the worst on. Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
const SEVERITIES: readonly string[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'];

/**
 * Statuses after which findings are all there are: of a basic scan, and of an enhanced one, which goes on for good. Source:
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
const DONE = ['COMPLETE', 'ACTIVE'];

/** What others mean, in a clause; AWS may add more, and those are not clean either. */
const NOT_CLEAN: Readonly<Record<string, string>> = {
  NOT_FOUND: 'was never scanned',
  PENDING: 'is waiting to be scanned',
  IN_PROGRESS: 'is being scanned',
  FAILED: 'could not be scanned',
  UNSUPPORTED_IMAGE: 'is of a kind that is not scanned',
  SCAN_ELIGIBILITY_EXPIRED: 'is not scanned any more, since it was pushed too long ago',
  FINDINGS_UNAVAILABLE: 'has a scan whose findings cannot be had',
  LIMIT_EXCEEDED: 'is not scanned, since the account has reached its limit',
  IMAGE_ARCHIVED: 'is archived, and not scanned',
  IMAGE_SIZE_EXCEEDED: 'is too large to be scanned',
};

/** Why the scans let an image not pass, in clauses; none where all are done, and nothing is worse than allowed. */
export function wrongScans(scans: readonly Scanned[], maxSeverity: Severity): readonly string[] {
  if (scans.length === 0) return ['it has no image of a platform that could be scanned'];
  return scans.flatMap(({ digest, scan }) => {
    if (!scan) return [`the registry of ${short(digest)} has no scans to go by`];
    const { status, hasEnded, counts, why } = scan;
    if (!DONE.includes(status)) {
      const meaning = NOT_CLEAN[status] ?? `has a scan with the status ${status}, which is not known here`;
      return [`${short(digest)} ${meaning}${why ? ` (${why})` : ''}`];
    }
    if (!hasEnded) return [`${short(digest)} has the scan status ${status}, and no scan of it has come to its end`];
    const worse = Object.entries(counts).filter(([severity, count]) => count > 0 && isWorse(severity, maxSeverity));
    if (worse.length === 0) return [];
    return [`${short(digest)} has ${worse.map(([severity, count]) => `${count} ${severity}`).join(', ')}`];
  });
}

/** What has no known severity (`UNDEFINED`, `UNTRIAGED`, or new to this action) is worse than all, except where all passes. */
function isWorse(severity: string, maxSeverity: Severity): boolean {
  if (maxSeverity === 'critical') return false;
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(maxSeverity.toUpperCase());
}

/** A digest as it is told in sentences. */
export function short(digest: string): string {
  return digest.replace(/^(sha\d+:[a-f\d]{12})[a-f\d]+$/, '$1…');
}

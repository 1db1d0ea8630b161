import { errorName, explain } from '@actions-aws/aws';
import {
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsCommandOutput,
  type ECRClient,
  type ImageScanFindings,
} from '@aws-sdk/client-ecr';
import type { Asking } from './asking.ts';
import type { Ecr, Scan } from './ecr.ts';

/** Errors that say why there is no scan, as the statuses that they stand for. */
const NO_SCAN: Readonly<Record<string, string>> = {
  ScanNotFoundException: 'NOT_FOUND',
  ImageNotFoundException: 'IMAGE_NOT_FOUND',
  UnsupportedImageTypeException: 'UNSUPPORTED_IMAGE',
  ImageArchivedException: 'IMAGE_ARCHIVED',
};

/**
 * What ECR's scan found, by DescribeImageScanFindings and not by DescribeImages, whose summary is empty where scanning is AWS's
 * native one (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html).
 */
export function scanInEcr(ecr: ECRClient, { registry, repositoryName, shown }: Asking): Pick<Ecr, 'scan'> {
  return {
    async scan(digest) {
      const asked = { ...registry, repositoryName, imageId: { imageDigest: digest }, maxResults: 1000 };
      const pages: DescribeImageScanFindingsCommandOutput[] = [];
      try {
        for (let nextToken: string | undefined; ; ) {
          const page = await ecr.send(new DescribeImageScanFindingsCommand({ ...asked, nextToken }));
          pages.push(page);
          nextToken = page.nextToken;
          if (!nextToken) return scanIn(pages);
        }
      } catch (error) {
        const status = NO_SCAN[errorName(error)];
        if (status !== undefined) return { status, hasEnded: false, counts: {}, why: (error as Error).message };
        const doing = `read what the scan of ${shown}@${digest} found`;
        throw explain(error, { doing, action: 'ecr:DescribeImageScanFindings' });
      }
    },
  };
}

/** All pages in one. Of the summary and of what is listed the larger number counts, for neither is said to be the whole one. */
function scanIn(pages: readonly DescribeImageScanFindingsCommandOutput[]): Scan {
  const counts = new Map<string, number>();
  const listed = new Map<string, number>();
  for (const { imageScanFindings = {} } of pages) {
    for (const [severity, count] of Object.entries(imageScanFindings.findingSeverityCounts ?? {})) {
      counts.set(severity, Math.max(count, counts.get(severity) ?? 0));
    }
    for (const severity of severitiesIn(imageScanFindings)) listed.set(severity, (listed.get(severity) ?? 0) + 1);
  }
  for (const [severity, count] of listed) counts.set(severity, Math.max(count, counts.get(severity) ?? 0));
  const { status = '', description } = pages.at(-1)?.imageScanStatus ?? {};
  // What has no such time has no findings yet, in whichever status: none there is not none at all.
  const hasEnded = pages.some(({ imageScanFindings }) => imageScanFindings?.imageScanCompletedAt !== undefined);
  return { status, hasEnded, counts: Object.fromEntries(counts), ...(description && { why: description }) };
}

/**
 * The severity of each finding: of a basic scan, and of an enhanced one, where Amazon Inspector says which count no more
 * (https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html).
 */
function severitiesIn({ findings = [], enhancedFindings = [] }: ImageScanFindings): readonly string[] {
  const active = enhancedFindings.filter(({ status }) => status !== 'SUPPRESSED' && status !== 'CLOSED');
  return [...findings, ...active].map(({ severity }) => severity ?? 'UNDEFINED');
}

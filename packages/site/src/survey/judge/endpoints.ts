/** How an origin names a bucket: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html */
export function endpointOf(domain: string, bucket: string): 'regional' | 'global' | 'website' | 'other' {
  if (!domain.startsWith(`${bucket}.`)) return 'other';
  const host = domain.slice(bucket.length + 1);
  if (/^s3-website[.-][a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(host)) return 'website';
  if (/^s3\.amazonaws\.com$/.test(host)) return 'global';
  return /^s3[.-](?:dualstack\.)?[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(host) ? 'regional' : 'other';
}

/** The region in the name of a bucket's regional endpoint; `undefined` where it has none. */
export function regionIn(domain: string, bucket: string): string | undefined {
  if (endpointOf(domain, bucket) !== 'regional') return undefined;
  return /\.s3[.-](?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(domain)?.[1];
}

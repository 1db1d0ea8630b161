import { imageName } from '@actions-aws/findings';

/** The image that a text names, without what Trivy writes behind it: `ghcr.io/org/app:v2 (debian 12.4)` is `ghcr.io/org/app`. */
export function imageWithoutTag(written: string): string {
  return imageName(written.trim().replace(/ \([^()]*\)$/, ''));
}

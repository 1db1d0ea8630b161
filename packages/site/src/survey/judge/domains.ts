import { siteOriginOf } from '../document/config.ts';
import { itemsAt } from '../document/xml.ts';
import type { Answer, Domain, Site, Survey } from '../survey.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Whether each domain answers with its own distribution: by CloudFront, as that one, and with the release that the pointer names. */
export function ofDomains({ test, app }: Survey): readonly Finding[] {
  return [
    ...test.domains.flatMap((domain) => ofDomain(domain, test, app)),
    ...app.domains.flatMap((domain) => ofDomain(domain, app, test)),
  ];
}

function ofDomain({ url, answer }: Domain, site: Site, other: Site): readonly Finding[] {
  if (answer.is !== 'read') return unreadOf(answer, site.role);
  const [verdict, said] = otherThan(answer.value, url, site, other) ?? judged(answer.value, site) ?? [];
  return verdict && said
    ? [{ verdict, about: site.role, found: `\`${url}\`, a domain of ${nameOf(site.role)}, ${said}` }]
    : [];
}

/**
 * Whether it is another distribution that answers: by what the function of a store says of itself, else by whose name the address is. Both
 * sites may serve the same release, so that it tells nothing of this.
 */
function otherThan(
  { distribution }: Answer,
  url: string,
  site: Site,
  other: Site,
): readonly [Finding['verdict'], string] | undefined {
  // That both are one is a verdict of its own.
  if (site.id === other.id || distribution === site.id) return undefined;
  if (distribution !== undefined) return ['other-distribution', `answers as the distribution \`${distribution}\``];
  const host = new URL(url).hostname;
  if (fitOf(host, other) <= fitOf(host, site)) return undefined;
  return ['other-distribution', `is a name of ${nameOf(other.role)} (\`${other.id}\`)`];
}

/**
 * How well a name of a site fits a host: CloudFront takes the distribution with the more specific one
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-wildcard). 0 where none fits.
 */
function fitOf(host: string, { distribution }: Site): number {
  if (distribution.is !== 'read') return 0;
  const { config, domainName } = distribution.value;
  const names = [domainName, ...itemsAt(config, 'Aliases').map(({ text }) => text.trim())].map((name) =>
    name.toLowerCase(),
  );
  if (names.includes(host)) return host.length + 1;
  const patterns = names.filter((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  return Math.max(0, ...patterns.map(({ length }) => length));
}

function judged(
  { status, isCloudFront, release }: Answer,
  { distribution, release: named }: Site,
): readonly [Finding['verdict'], string] | undefined {
  if (distribution.is !== 'read') return undefined;
  const { config, status: state } = distribution.value;
  const origin = siteOriginOf(config);
  if (!origin) return undefined;
  const expected = named?.id;
  if (!isCloudFront) return ['not-cloudfront', `answers ${status}, and not by CloudFront`];
  if (expected === undefined) return ['not-told', 'answers, and the pointer names no release yet'];
  if (release === expected) return undefined;
  if (release === undefined && named?.manifest.is === 'absent')
    return ['not-told', `answers ${status}, and the release that the pointer names is gone`];
  // Edges are reached one after another.
  if (state !== 'Deployed') return ['not-told', `answers ${status} while the pointer is still spreading`];
  if (release !== undefined)
    return ['other-release', `answers with the release \`${release}\`, and the pointer names \`${expected}\``];
  if (status === 401 || status === 403) return ['refused-visit', `answers ${status} to the question for its release`];
  return ['other-answers', `answers ${status} and no release, and the pointer names \`${expected}\``];
}

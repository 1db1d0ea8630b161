import { siteOriginOf } from '../document/config.ts';
import type { Answer, Domain, Site, Survey } from '../survey.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Whether each domain answers with its own distribution: by CloudFront, and with the release that the pointer names. */
export function ofDomains({ test, app }: Survey): readonly Finding[] {
  return [test, app].flatMap((site) => site.domains.flatMap((domain) => ofDomain(domain, site)));
}

function ofDomain({ url, answer }: Domain, site: Site): readonly Finding[] {
  if (answer.is !== 'read') return unreadOf(answer, site.role);
  const [verdict, said] = judged(answer.value, site) ?? [];
  return verdict && said
    ? [{ verdict, about: site.role, found: `\`${url}\`, a domain of ${nameOf(site.role)}, ${said}` }]
    : [];
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

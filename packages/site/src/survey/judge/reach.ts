import { behavioursOf, functionOf, originOf } from '../document/config.ts';
import { type Element, textAt } from '../document/xml.ts';
import { hasStore } from '../stores.ts';
import type { Site, Survey } from '../survey.ts';
import { endpointOf } from './endpoints.ts';
import type { Finding } from './verdicts.ts';

/**
 * Whether a visitor of APP can write a path that leads to a release which the pointer does not name: by an origin that reads the bucket
 * above its releases, where no function puts the path below one. TEST may show any release.
 */
export function ofReach({ test, app, question, pointer }: Survey): readonly Finding[] {
  if (app.distribution.is !== 'read') return [];
  const { config } = app.distribution.value;
  const [own, ...others] = behavioursOf(config).map(({ pattern, element }) => {
    const id = textAt(element, 'TargetOriginId');
    return { pattern, id, element, origin: originOf(config, id) };
  });
  const reads = (origin: Element | undefined) =>
    origin !== undefined && endpointOf(textAt(origin, 'DomainName'), question.bucket) !== 'other';
  const findings: Finding[] = [];
  if (own && pointer === 'origin-path' && reads(own.origin) && !isAtRoot(test)) {
    const path = textAt(own.origin, 'OriginPath');
    if (leadsToReleases('*', path))
      findings.push({ verdict: 'above-releases', about: 'app', found: `APP reads ${whereOf(path)}` });
  }
  for (const { pattern, id, element, origin } of others) {
    // What has the origin of the default behaviour follows the pointer that is its path.
    const isGuarded = hasStore(app.store) ? functionOf(element) === app.store?.functionArn : id === own?.id;
    const path = textAt(origin, 'OriginPath');
    if (isGuarded || !reads(origin) || !leadsToReleases(pattern, path)) continue;
    const found = `the behaviour \`${pattern}\` of APP reads ${whereOf(path)}, past the pointer`;
    findings.push({ verdict: 'past-pointer', about: 'app', found });
  }
  return findings;
}

/** Then APP is, too, in the design that is copied most, which has a verdict of its own. */
function isAtRoot({ distribution }: Site): boolean {
  if (distribution.is !== 'read') return false;
  const { config } = distribution.value;
  return textAt(originOf(config, textAt(config, 'DefaultCacheBehavior', 'TargetOriginId')), 'OriginPath') === '';
}

/** Whether a path that fits can be one of a release, `/r/0123456789abcdef/…`, once the origin's own path is before it. */
function leadsToReleases(pattern: string, originPath: string): boolean {
  if (originPath === '/r') return true;
  if (originPath !== '') return false;
  // A `*` is any characters, a `?` one; the slash at the beginning may be left out:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
  const [plain = ''] = /^[^*?]*/.exec(pattern) ?? [];
  if (plain === '') return pattern !== '';
  const begin = plain.startsWith('/') ? plain : `/${plain}`;
  return begin.startsWith('/r/') || (plain !== pattern && '/r/'.startsWith(begin));
}

function whereOf(originPath: string): string {
  return originPath === '' ? 'the bucket at its root' : `the bucket below \`${originPath}\``;
}

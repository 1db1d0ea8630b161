import type { PointerKind } from '../../pointer/pointer.ts';
import type { Manifest } from '../../release/manifest.ts';
import { besideShared, isShared, SHARED_ORIGIN_PATH } from '../../release/shared.ts';
import { type Behaviour, behavioursOf, functionOf, originOf, siteOriginOf } from '../document/config.ts';
import { type Element, textAt } from '../document/xml.ts';
import type { Site, Survey } from '../survey.ts';
import { endpointOf } from './endpoints.ts';
import { isMatch } from './match.ts';
import { type Finding, nameOf } from './verdicts.ts';

/** Under a store: whether the files of releases are where each behaviour looks for them. Nothing where pointers stand elsewhere. */
export function ofAssets({ test, app, pointer, question }: Survey): readonly Finding[] {
  if (pointer !== 'key-value-store') return [];
  return [test, app].flatMap((site) => ofSite(site, question.bucket));
}

function ofSite({ role, distribution, store, release }: Site, bucket: string): readonly Finding[] {
  // What a site without a function lacks has a verdict of its own.
  if (distribution.is !== 'read' || !store?.functionArn) return [];
  const { config } = distribution.value;
  const findings: Finding[] = [];
  const own = behavioursOf(config).filter((one) => leadsToShared(config, one, bucket));
  for (const { pattern, element } of own) {
    const [theirs, usual] = [originOf(config, textAt(element, 'TargetOriginId')), siteOriginOf(config)].map((origin) =>
      textAt(origin, 'OriginAccessControlId'),
    );
    if (theirs === usual) continue;
    const found = `the origin of the behaviour \`${pattern}\` of ${nameOf(role)} has not the origin access control of the site's origin`;
    findings.push({ verdict: 'no-access-control', about: role, found });
  }
  if (own.length === 0) {
    const found = `${nameOf(role)} has no behaviour for the hashed files that releases share`;
    findings.push({ verdict: 'no-assets-behaviour', about: role, found });
  }
  const manifest = release?.manifest.is === 'read' ? release.manifest.value : undefined;
  const [first, ...others] = manifest ? unreachedIn(config, manifest, bucket) : [];
  if (first) {
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    const found = `\`${first.path}\` of the release \`${manifest?.id}\`${more}: ${whyOf(first)} of ${nameOf(role)}`;
    findings.push({ verdict: 'not-reached', about: role, found });
  }
  return findings;
}

/**
 * Why a site could not serve a release although all of its files are there, as a clause: it was staged for sites whose pointers stand
 * elsewhere, or a behaviour looks for its files where they are not. Nothing where it could, as far as the configuration is known.
 */
export function misplaced(
  release: Pick<Manifest, 'files' | 'shared'>,
  {
    kind,
    config,
    bucket,
  }: { readonly kind: PointerKind; readonly config: Element | undefined; readonly bucket: string },
): string | undefined {
  if (kind === 'origin-path')
    return (
      release.shared &&
      'it was staged for sites whose pointers stand in stores, and shares hashed files below `assets/`, where no origin path leads'
    );
  const [first] = config ? unreachedIn(config, release, bucket) : [];
  return first && `\`${first.path}\` would not be found, since ${whyOf(first)}`;
}

/** A file of a release that a behaviour takes, and does not find. */
export interface Unreached {
  readonly path: string;
  /** The pattern of the behaviour. */
  readonly pattern: string;
  readonly isShared: boolean;
}

/** Why, as a clause. */
export function whyOf({ pattern, isShared: shared }: Unreached): string {
  return shared
    ? `it is shared below \`assets/\`, where the behaviour \`${pattern}\` does not look`
    : `it is not among the files that releases share, which the behaviour \`${pattern}\` looks for alone`;
}

/**
 * The files of a release that a behaviour takes past the function, and looks for where they are not. A behaviour of another origin than the
 * bucket is none of the release's. What stands beside shared files is where they are, too, once it is promoted.
 */
export function unreachedIn(
  config: Element,
  release: Pick<Manifest, 'files' | 'shared'>,
  bucket: string,
): readonly Unreached[] {
  const [usual, ...others] = behavioursOf(config);
  if (!usual || others.length === 0) return [];
  const ours = functionOf(usual.element);
  const beside = new Set(besideShared(release).map(({ path }) => path));
  return release.files.flatMap(({ path }): Unreached[] => {
    // CloudFront takes the first that fits:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
    const one = others.find(({ pattern }) => isMatch(pattern.replace(/^\//, ''), path));
    if (!one || functionOf(one.element) === ours || !readsBucket(config, one, bucket)) return [];
    const shared = isShared(release, path);
    return (shared || beside.has(path)) && leadsToShared(config, one, bucket)
      ? []
      : [{ path, pattern: one.pattern, isShared: shared }];
  });
}

/** Whether a behaviour looks, without a function, for what releases share. */
export function leadsToShared(config: Element, one: Behaviour, bucket: string): boolean {
  return (
    readsBucket(config, one, bucket) && functionOf(one.element) === '' && pathOf(config, one) === SHARED_ORIGIN_PATH
  );
}

function readsBucket(config: Element, { element }: Behaviour, bucket: string): boolean {
  const origin = originOf(config, textAt(element, 'TargetOriginId'));
  return origin !== undefined && endpointOf(textAt(origin, 'DomainName'), bucket) !== 'other';
}

function pathOf(config: Element, { element }: Behaviour): string {
  return textAt(originOf(config, textAt(element, 'TargetOriginId')), 'OriginPath');
}

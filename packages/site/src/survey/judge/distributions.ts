import { releaseInPath } from '../../release/names.ts';
import { behavioursOf, originOf, siteOriginOf } from '../document/config.ts';
import { itemsAt, textAt } from '../document/xml.ts';
import { hasStore } from '../stores.ts';
import type { Distribution, Site, Survey } from '../survey.ts';
import { leadsToShared } from './assets.ts';
import { endpointOf } from './endpoints.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Whether each distribution can be a site at all, alone and beside the other one. */
export function ofDistributions(survey: Survey): readonly Finding[] {
  const { test, app } = survey;
  return [
    ...(test.id === app.id
      ? [{ verdict: 'same-distribution', about: 'both', found: `TEST and APP are both \`${app.id}\`` } as const]
      : []),
    ...ofOne(test, survey),
    ...ofOne(app, survey),
    ...sharedFiles(test, app),
  ];
}

function ofOne(site: Site, survey: Survey): readonly Finding[] {
  const { role, id, distribution } = site;
  if (distribution.is === 'unread') return unreadOf(distribution, role);
  if (distribution.is === 'absent') {
    const found = `this account has no distribution \`${id}\`, named as ${nameOf(role)}`;
    return [{ verdict: 'no-distribution', about: role, found }];
  }
  return [...ofState(site, distribution.value), ...ofOrigin(site, distribution.value, survey)];
}

function ofState({ role, id }: Site, { status, config }: Distribution): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (verdict: Finding['verdict'], found: string) =>
    findings.push({ verdict, about: role, found: `${nameOf(role)} (\`${id}\`) ${found}` });
  if (textAt(config, 'Enabled') !== 'true') add('disabled', 'is not enabled');
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-returned.html
  if (status === 'InProgress') add('not-deployed', 'is InProgress');
  else if (status !== 'Deployed') add('unknown-status', `has the status \`${status}\``);
  if (textAt(config, 'Staging') === 'true') add('staging-distribution', 'is a staging distribution');
  const policy = textAt(config, 'ContinuousDeploymentPolicyId');
  if (policy !== '') add('continuous-deployment', `is under the continuous deployment policy \`${policy}\``);
  const mode = textAt(config, 'ConnectionMode');
  if (mode === 'tenant-only') add('tenant-only', 'is for tenants only');
  else if (mode !== '' && mode !== 'direct') add('unknown-mode', `has the connection mode \`${mode}\``);
  return findings;
}

function ofOrigin(
  { role, store }: Site,
  { config }: Distribution,
  { question: { bucket }, pointer }: Survey,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (verdict: Finding['verdict'], found: string) => findings.push({ verdict, about: role, found });
  const origin = siteOriginOf(config);
  const target = textAt(config, 'DefaultCacheBehavior', 'TargetOriginId');
  if (!origin) {
    const isGroup = itemsAt(config, 'OriginGroups').some((group) => textAt(group, 'Id') === target);
    if (isGroup) add('origin-group', `the default behaviour of ${nameOf(role)} goes to the origin group \`${target}\``);
    else add('no-origin', `the default behaviour of ${nameOf(role)} goes to \`${target}\`, which is no origin`);
    return findings;
  }
  const domain = textAt(origin, 'DomainName');
  const endpoint = endpointOf(domain, bucket);
  if (endpoint === 'website') add('website-endpoint', `${nameOf(role)} reads the website endpoint \`${domain}\``);
  else if (endpoint === 'other')
    add('other-bucket', `${nameOf(role)} reads \`${domain}\`, and \`bucket\` is \`${bucket}\``);
  else if (endpoint === 'global') add('global-endpoint', `${nameOf(role)} reads the global name \`${domain}\``);
  const path = textAt(origin, 'OriginPath');
  if (path !== '' && releaseInPath(path) === undefined && !hasStore(store))
    add('other-path', `${nameOf(role)} reads below \`${path}\``);
  for (const { pattern, element } of behavioursOf(config)) {
    const id = textAt(element, 'TargetOriginId');
    const other = id === target ? undefined : originOf(config, id);
    if (!other || endpointOf(textAt(other, 'DomainName'), bucket) === 'other') continue;
    if (pointer === 'key-value-store' && leadsToShared(config, { pattern, element }, bucket)) continue;
    const below = textAt(other, 'OriginPath');
    const shown = below === '' ? 'at its root' : `below \`${below}\``;
    add(
      'second-origin',
      `the behaviour \`${pattern}\` of ${nameOf(role)} reads the bucket by another origin, ${shown}`,
    );
  }
  return findings;
}

/** The design that is copied most: one bucket, both sites on the same files. */
function sharedFiles(test: Site, app: Site): readonly Finding[] {
  const [ours, theirs] = [filesOf(test), filesOf(app)];
  if (!ours || ours.domain !== theirs?.domain || ours.path !== theirs.path || test.id === app.id) return [];
  // A function puts each path below a release.
  if (releaseInPath(ours.path) !== undefined || hasStore(test.store) || hasStore(app.store)) return [];
  const where = ours.path === '' ? 'the root' : `\`${ours.path}\``;
  return [
    {
      verdict: 'shared-files',
      about: 'both',
      found: `TEST and APP read the same files, at ${where} of \`${ours.domain}\``,
    },
  ];
}

function filesOf({ distribution }: Site) {
  if (distribution.is !== 'read') return undefined;
  const origin = siteOriginOf(distribution.value.config);
  return origin && { domain: textAt(origin, 'DomainName'), path: textAt(origin, 'OriginPath') };
}

import { siteOriginOf } from '../document/config.ts';
import { type Element, textAt } from '../document/xml.ts';
import type { Site, Survey } from '../survey.ts';
import { allowanceOf } from './bucket-policy.ts';
import { regionIn } from './endpoints.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Whether the bucket is there, ours, in this region, and to be read by both sites and by no one else. */
export function ofBucket(survey: Survey): readonly Finding[] {
  const { question, bucket, bucketPolicy, test, app } = survey;
  const { bucket: name, region } = question;
  if (bucket.is === 'absent') return [found('no-bucket', 'bucket', `there is no bucket \`${name}\``)];
  const findings: Finding[] = [...unreadOf(bucket, 'bucket')];
  if (bucket.is === 'read') {
    if (!bucket.value.isOwn) {
      findings.push(found('other-owner', 'bucket', `\`${name}\` belongs to another account than the distributions`));
    }
    if (bucket.value.region !== region) {
      const where = `\`${name}\` is in \`${bucket.value.region}\`, and this run asks in \`${region}\``;
      findings.push(found('other-region', 'bucket', where));
    }
  }
  findings.push(...unreadOf(bucketPolicy, 'bucket'));
  return [...findings, ...[test, app].flatMap((site) => ofAccess(site, survey))].filter(isFirst);
}

function ofAccess(site: Site, survey: Survey): readonly Finding[] {
  const { role, distribution, accessControl } = site;
  if (distribution.is !== 'read') return [];
  const origin = siteOriginOf(distribution.value.config);
  if (!origin) return [];
  const regional = regionIn(textAt(origin, 'DomainName'), survey.question.bucket);
  const { bucket } = survey;
  const findings: Finding[] = [];
  if (bucket.is === 'read' && regional !== undefined && regional !== bucket.value.region) {
    const is = `${nameOf(role)} reads \`${textAt(origin, 'DomainName')}\`, and the bucket is in \`${bucket.value.region}\``;
    findings.push(found('other-bucket', role, is));
  }
  if (accessControl === undefined) {
    const identity = textAt(origin, 'S3OriginConfig', 'OriginAccessIdentity');
    if (identity === '')
      findings.push(found('no-access-control', role, `the origin of ${nameOf(role)} has no origin access control`));
    else findings.push(found('access-identity', role, `the origin of ${nameOf(role)} has an origin access identity`));
    return identity === '' ? findings : [...findings, ...ofPublic(survey)];
  }
  if (accessControl.is === 'read') findings.push(...ofSigning(site, accessControl.value));
  else if (accessControl.is === 'unread') findings.push(...unreadOf(accessControl, role));
  else findings.push(found('access-control-gone', role, `the origin access control of ${nameOf(role)} is gone`));
  return [...findings, ...ofPolicy(site, distribution.value.arn, survey)];
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
function ofSigning({ role }: Site, config: Element): readonly Finding[] {
  const [behaviour, protocol, type] = ['SigningBehavior', 'SigningProtocol', 'OriginAccessControlOriginType'].map(
    (name) => textAt(config, name),
  );
  const said = `the origin access control of ${nameOf(role)} signs \`${behaviour}\`, by \`${protocol}\`, for \`${type}\``;
  if (protocol !== 'sigv4' || type !== 's3') return [found('not-signed', role, said)];
  if (behaviour === 'always' || behaviour === 'always-amz-auth') return [];
  return [found(behaviour === 'no-override' ? 'signs-not-always' : 'not-signed', role, said)];
}

function ofPolicy({ role }: Site, arn: string, survey: Survey): readonly Finding[] {
  const { bucketPolicy, question } = survey;
  const name = question.bucket;
  if (bucketPolicy === undefined || bucketPolicy.is === 'unread') return [];
  if (bucketPolicy.is === 'absent') {
    return [found('not-allowed-by-bucket', role, `\`${name}\` has no policy that lets ${nameOf(role)} read it`)];
  }
  const { reads, isOpen, lists, notUnderstood } = allowanceOf(bucketPolicy.value, {
    arn,
    bucket: name,
    isShared: survey.pointer === 'key-value-store',
  });
  const findings = [...ofPublic(survey)];
  if (!reads)
    findings.push(
      found('not-allowed-by-bucket', role, `the policy of \`${name}\` does not let ${nameOf(role)} read it`),
    );
  if (isOpen)
    findings.push(found('open-to-distributions', 'bucket', `the policy of \`${name}\` names no distribution`));
  if (reads && !lists)
    findings.push(found('missing-is-403', role, `a file that is missing answers 403 on ${nameOf(role)}`));
  for (const statement of notUnderstood) {
    const said = `the statement \`${statement}\` of the policy of \`${name}\` refuses some reads`;
    findings.push(found('policy-not-understood', 'bucket', said));
  }
  return findings;
}

function ofPublic({ bucketPolicy, question: { bucket } }: Survey): Finding[] {
  if (bucketPolicy?.is !== 'read' || !allowanceOf(bucketPolicy.value, { arn: '', bucket }).isPublic) return [];
  return [found('public-bucket', 'bucket', `the policy of \`${bucket}\` lets anyone read its objects`)];
}

function found(verdict: Finding['verdict'], about: Finding['about'], is: string): Finding {
  return { verdict, about, found: is };
}

/** What holds of the bucket is said once, although it is met at each site. */
function isFirst(one: Finding, index: number, all: readonly Finding[]): boolean {
  return all.findIndex(({ verdict, found: is }) => verdict === one.verdict && is === one.found) === index;
}

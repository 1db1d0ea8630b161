import { behavioursOf } from '../document/config.ts';
import { find, itemsAt, textAt } from '../document/xml.ts';
import { policyKey, type Reading, type Site, type Survey } from '../survey.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** The longest that an edge may go on saying that a file is missing, in seconds; CloudFront's own default. */
const LONGEST_ERROR_SECONDS = 10;

/** The longest minimum that makes no difference, in seconds; that of CloudFront's own policy CachingOptimized. */
const LONGEST_MINIMUM_SECONDS = 1;

/** How long edges keep what they should not, and what a visitor gets for a file that is missing. */
export function ofCaching(survey: Survey): readonly Finding[] {
  const unread = [...survey.policies.values(), ...survey.functions.values()].flatMap((reading) =>
    unreadOf(reading, 'both'),
  );
  return [...unread, ...[survey.test, survey.app].flatMap((site) => ofSite(site, survey))];
}

function ofSite(site: Site, survey: Survey): readonly Finding[] {
  const { role, distribution } = site;
  if (distribution.is !== 'read') return [];
  const { config } = distribution.value;
  const findings: Finding[] = [];
  const add = (verdict: Finding['verdict'], found: string) => findings.push({ verdict, about: role, found });
  for (const { pattern, element } of behavioursOf(config)) {
    const named = `the behaviour \`${pattern}\` of ${nameOf(role)}`;
    for (const [name, kind] of POLICIES) {
      const id = textAt(element, name);
      if (survey.policies.get(policyKey(kind, id))?.is === 'absent')
        add('policy-gone', `${named} names the policy \`${id}\`, which is gone`);
    }
    const own = textAt(element, 'MinTTL');
    const seconds =
      own === '' ? minimumOf(survey.policies.get(policyKey('cache', textAt(element, 'CachePolicyId')))) : own;
    if (Number(seconds) > LONGEST_MINIMUM_SECONDS) add('min-ttl', `${named} has a minimum TTL of ${seconds} seconds`);
  }
  for (const page of itemsAt(config, 'CustomErrorResponses')) {
    const [code, answer, ttl] = ['ErrorCode', 'ResponseCode', 'ErrorCachingMinTTL'].map((name) => textAt(page, name));
    if (/^40[34]$/.test(code ?? '') && answer === '200') {
      add(
        'error-page-200',
        `an error page of ${nameOf(role)} turns ${code} into 200, with \`${textAt(page, 'ResponsePagePath')}\``,
      );
    }
    if (Number(ttl) > LONGEST_ERROR_SECONDS)
      add('error-ttl', `${nameOf(role)} keeps the answer ${code} for ${ttl} seconds`);
  }
  if (textAt(config, 'DefaultRootObject') === '' && !hasViewerRequest(site)) {
    add('no-root-object', `${nameOf(role)} has no default root object, and no function`);
  }
  return findings;
}

const POLICIES = [
  ['CachePolicyId', 'cache'],
  ['OriginRequestPolicyId', 'origin-request'],
  ['ResponseHeadersPolicyId', 'response-headers'],
] as const;

function minimumOf(policy: Reading<Parameters<typeof textAt>[0] & object> | undefined): string {
  return policy?.is === 'read' ? textAt(policy.value, 'MinTTL') : '';
}

function hasViewerRequest({ distribution }: Site): boolean {
  if (distribution.is !== 'read') return false;
  const behaviour = find(distribution.value.config, 'DefaultCacheBehavior');
  return ['FunctionAssociations', 'LambdaFunctionAssociations'].some((name) =>
    itemsAt(behaviour, name).some((one) => /^(?:viewer|origin)-request$/.test(textAt(one, 'EventType'))),
  );
}

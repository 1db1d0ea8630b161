import type { PointerKind } from '../pointer/pointer.ts';
import { keyOf, RELEASE_FILE } from '../release/names.ts';
import { behavioursOf, siteOriginOf } from './document/config.ts';
import { type Element, itemsAt, textAt } from './document/xml.ts';
import { workersIn } from './judge/workers.ts';
import type { SurveyPorts } from './ports.ts';
import { hasStore, readStore, releaseBy } from './stores.ts';
import {
  type Distribution,
  type Domain,
  type PolicyKind,
  policyKey,
  type Question,
  type Reading,
  type Role,
  type Site,
  type Survey,
  type SurveyedRelease,
} from './survey.ts';

/**
 * Reads all that verdicts are passed on. It only reads, each thing once, and never throws for what it could not read: that is a
 * verdict, too. A run that is cancelled ends it.
 */
export async function surveySites(question: Question, ports: SurveyPorts, signal: AbortSignal): Promise<Survey> {
  const [test, app] = await Promise.all([ports.distribution(question.test.id), ports.distribution(question.app.id)]);
  const configs = [test, app].flatMap((one) => (one.is === 'read' ? [one.value.config] : []));
  const account = accountOf(test) ?? accountOf(app);
  const [policies, functions, bucket, bucketPolicy, ...sites] = await Promise.all([
    readPolicies(configs, ports),
    readFunctions(configs, ports),
    ports.bucket(question.bucket, account),
    ports.bucketPolicy(question.bucket),
    settledSite('test', test, question, ports),
    settledSite('app', app, question, ports),
  ]);
  signal.throwIfAborted();
  const [testSite, appSite] = sites as [Site, Site];
  const isThere = bucket.is !== 'absent';
  return {
    question,
    pointer: pointerOf(question, [testSite, appSite]),
    test: testSite,
    app: appSite,
    bucket,
    bucketPolicy: isThere ? bucketPolicy : undefined,
    policies,
    functions,
  };
}

/** Where one of both sites has a store, the other one must have it, too. */
function pointerOf({ pointer }: Question, sites: readonly Site[]): PointerKind {
  if (pointer !== 'auto') return pointer;
  return sites.some(({ store }) => hasStore(store)) ? 'key-value-store' : 'origin-path';
}

/** The account in a distribution's ARN, as `arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7`. */
export function accountOf(distribution: Reading<Distribution>): string | undefined {
  return distribution.is === 'read' ? distribution.value.arn.split(':')[4] : undefined;
}

/** How often a site is looked at again while another deployer moves its pointer. */
const LOOKS = 3;

/**
 * The same under a store, of which AWS does not tell whether edges have what was written, nor that a read shows it at once: a pause of two
 * seconds before each look makes more than a minute.
 */
const LOOKS_AT_STORE = 35;

/**
 * Reads a site. Its pointer may move between the look at it and the visit to its domains: where these answer with another release, the
 * site is read again, until both agree or the pointer is seen to have stayed where it was; under a store, until edges must have followed.
 */
async function settledSite(
  role: Role,
  distribution: Reading<Distribution>,
  question: Question,
  ports: SurveyPorts,
): Promise<Site> {
  let site = await readSite(role, distribution, question, ports);
  for (let looks = 0; answersOtherwise(site); looks += 1) {
    const isStored = hasStore(site.store);
    if (looks >= (isStored ? LOOKS_AT_STORE : LOOKS) || (isStored && !(await ports.pause()))) break;
    const before = site.release?.id;
    site = await readSite(role, await ports.distribution(question[role].id), question, ports);
    if (!isStored && site.release?.id === before) break;
  }
  return site;
}

function answersOtherwise({ id, distribution, domains, store, release: named }: Site): boolean {
  if (distribution.is !== 'read' || distribution.value.status !== 'Deployed' || named === undefined) return false;
  return domains.some(({ answer }) => {
    if (answer.is !== 'read') return false;
    const { release, status, distribution: own } = answer.value;
    // No waiting changes where a name leads.
    if (own !== undefined && own !== id) return false;
    // Until the first release has reached an edge, the function answers so.
    return release === undefined ? hasStore(store) && status === 503 : release !== named.id;
  });
}

async function readSite(
  role: Role,
  distribution: Reading<Distribution>,
  question: Question,
  ports: SurveyPorts,
): Promise<Site> {
  const { id, url } = question[role];
  if (distribution.is !== 'read') {
    return { role, id, distribution, accessControl: undefined, domains: [], store: undefined, release: undefined };
  }
  const { config } = distribution.value;
  const origin = siteOriginOf(config);
  const control = textAt(origin, 'OriginAccessControlId');
  const store = question.pointer === 'origin-path' ? undefined : await readStore(config, ports);
  const release = releaseBy(store, textAt(origin, 'OriginPath'));
  const urls = url === undefined ? addressesOf(distribution.value) : [url];
  const [accessControl, domains, surveyed] = await Promise.all([
    control === '' ? undefined : ports.accessControl(control),
    Promise.all(urls.map((one) => askDomain(one, role, ports))),
    release === undefined ? undefined : readRelease(release, question.bucket, ports),
  ]);
  return { role, id, distribution, accessControl, domains, store, release: surveyed };
}

/** The addresses of a site: its own names, else CloudFront's. A pattern of names is none that can be asked. */
export function addressesOf({ config, domainName }: Distribution): readonly string[] {
  const aliases = itemsAt(config, 'Aliases')
    .map(({ text }) => text.trim())
    .filter((name) => !name.includes('*'));
  return (aliases.length > 0 ? aliases : [domainName]).map((name) => `https://${name}`);
}

async function askDomain(url: string, role: Role, ports: SurveyPorts): Promise<Domain> {
  return { url, answer: await ports.visit(`${url.replace(/\/+$/, '')}/${RELEASE_FILE}`, role) };
}

async function readRelease(id: string, bucket: string, ports: SurveyPorts): Promise<SurveyedRelease> {
  const manifest = await ports.manifest(bucket, id);
  const paths = manifest.is === 'read' ? workersIn(manifest.value) : [];
  const workers = paths.map(async (path) => ({ path, text: await ports.file(bucket, keyOf(id, path)) }));
  return { id, manifest, workers: await Promise.all(workers) };
}

const POLICIES: readonly (readonly [name: string, kind: PolicyKind])[] = [
  ['CachePolicyId', 'cache'],
  ['OriginRequestPolicyId', 'origin-request'],
  ['ResponseHeadersPolicyId', 'response-headers'],
];

/** Of cache policies all, for their TTLs; of the others those in which a behaviour of TEST differs from its like of APP. */
async function readPolicies(configs: readonly Element[], ports: SurveyPorts): Promise<Survey['policies']> {
  const wanted = new Map<string, readonly [PolicyKind, string]>();
  for (const [name, kind] of POLICIES) {
    for (const ids of byBehaviour(configs, (behaviour) => textAt(behaviour, name))) {
      if (kind !== 'cache' && !differ(ids, configs.length)) continue;
      for (const id of ids) if (id !== '') wanted.set(policyKey(kind, id), [kind, id]);
    }
  }
  const found = [...wanted].map(async ([key, [kind, id]]) => [key, await ports.policy(kind, id)] as const);
  return new Map(await Promise.all(found));
}

/** The code of functions that stand at the same place of both sites, and are not the same function. */
async function readFunctions(configs: readonly Element[], ports: SurveyPorts): Promise<Survey['functions']> {
  const wanted = new Set<string>();
  for (const event of ['viewer-request', 'viewer-response']) {
    const functionOf = (behaviour: Element) => {
      const found = itemsAt(behaviour, 'FunctionAssociations').find((one) => textAt(one, 'EventType') === event);
      return textAt(found, 'FunctionARN');
    };
    for (const arns of byBehaviour(configs, functionOf)) {
      if (differ(arns, configs.length) && !arns.includes('')) for (const arn of arns) wanted.add(arn);
    }
  }
  const found = [...wanted].map(async (arn) => [arn, await ports.functionCode(arn)] as const);
  return new Map(await Promise.all(found));
}

/** A value of each behaviour, of the behaviours with the same pattern together. */
function byBehaviour(
  configs: readonly Element[],
  read: (behaviour: Element) => string,
): readonly (readonly string[])[] {
  const found = new Map<string, string[]>();
  for (const config of configs) {
    for (const { pattern, element } of behavioursOf(config)) {
      found.set(pattern, [...(found.get(pattern) ?? []), read(element)]);
    }
  }
  return [...found.values()];
}

function differ(values: readonly string[], sites: number): boolean {
  return values.length < sites || new Set(values).size > 1;
}

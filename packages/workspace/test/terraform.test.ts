import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { policyIn, storePolicyIn } from '@actions-aws/testing';
import { parse } from '@cdktn/hcl2json';
import { actionNames, root } from '../src/root.ts';

// Parsed by HashiCorp's own parser; that AWS's provider would take it is not looked at, since that is no small download.

const examples = path.join(root, 'examples');
const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tf'))
  .map((file) => file.split(path.sep).join('/'));

/** A block that can stand several times is a list, also where it stands once. */
type Blocks = readonly Readonly<Record<string, unknown>>[];

interface Terraform {
  readonly data?: Readonly<Record<string, Readonly<Record<string, Blocks>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Blocks>>>>;
  readonly locals?: Blocks;
}

async function read(file: string): Promise<Terraform> {
  return (await parse(file, readFileSync(path.join(examples, file), 'utf8'))) as Terraform;
}

test('infrastructure code of every example is read by Terraform’s parser', async () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'infrastructure/ecs/services.tf',
      'infrastructure/frontend/sites.tf',
      'search-api/infra/main.tf',
    ]),
  );
  for (const file of files) expect(Object.keys(await read(file))).not.toEqual([]);
  await expect(parse('broken.tf', 'resource "aws_s3_bucket" {')).rejects.toThrow('broken.tf:1');
});

/** Statements about what sites by the origin path do not have: no function of CloudFront runs on them. */
const unused = ['ReadFunctions'];

/** What READMEs call by example names, and the infrastructure by its own. */
const names = {
  '${local.test}': 'arn:aws:cloudfront::123456789012:distribution/E1TEST1TEST1T',
  '${local.app}': 'arn:aws:cloudfront::123456789012:distribution/E2APP2APP2APP',
  '${aws_s3_bucket.releases.arn}': 'arn:aws:s3:::shop-site',
  '${aws_cloudfront_distribution.site["test"].id}': 'E1TEST1TEST1T',
  '${aws_cloudfront_distribution.site["app"].id}': 'E2APP2APP2APP',
  '${aws_cloudfront_function.site["test"].arn}': 'arn:aws:cloudfront::123456789012:function/shop-site-test',
  '${aws_cloudfront_function.site["app"].arn}': 'arn:aws:cloudfront::123456789012:function/shop-site-app',
  '${aws_cloudfront_key_value_store.pointer["test"].arn}':
    'arn:aws:cloudfront::123456789012:key-value-store/TEST-STORE',
  '${aws_cloudfront_key_value_store.pointer["app"].arn}': 'arn:aws:cloudfront::123456789012:key-value-store/APP-STORE',
};

describe('examples/infrastructure/frontend', () => {
  test('leaves to the actions what is theirs: the origin’s path, and the comment', async () => {
    const sites = await read('infrastructure/frontend/sites.tf');
    expect(ignoredBy(sites, 'aws_cloudfront_distribution')).toEqual(['origin', 'comment']);
  });

  test('uploads the function as it is tested', () => {
    const copy = readFileSync(path.join(examples, 'infrastructure/frontend/site.js'), 'utf8');
    expect(copy).toBe(readFileSync(path.join(root, 'packages/site/src/function/site.js'), 'utf8'));
  });

  test('makes stores, and leaves the key in them to the actions', async () => {
    const { resource } = await read('infrastructure/frontend/stores.tf');
    expect(Object.keys(resource ?? {}).sort()).toEqual(['aws_cloudfront_function', 'aws_cloudfront_key_value_store']);
  });

  test('gives each action a role with the statements of its README, and no other', () =>
    assertPolicies('infrastructure/frontend', 'frontend-'));

  test('gives no role two policies, of which one could allow what the other one is there to replace', async () => {
    const { resource } = await read('infrastructure/frontend/roles.tf');
    expect(Object.keys(resource?.aws_iam_role_policy ?? {})).toEqual(['action']);
    const { data, locals } = await read('infrastructure/frontend/policies.tf');
    const { policies } = (locals ?? []).find((each) => 'policies' in each) as { readonly policies: object };
    for (const [action, policy] of Object.entries(policies)) {
      const name = action.replaceAll('-', '_');
      expect(data?.aws_iam_policy_document).toHaveProperty(name);
      const [by, store] = [`data.aws_iam_policy_document.${name}`, `data.aws_iam_policy_document.${name}_store`];
      expect(policy).toBe(`\${var.pointer == "origin-path" ? ${by}.json : ${store}[0].json}`);
    }
  });

  test('gives under a store what the READMEs say for it, to the letter', async () => {
    const { data: base } = await read('infrastructure/frontend/policies.tf');
    const { data: stored } = await read('infrastructure/frontend/stores.tf');
    for (const action of (await actionNames(root)).filter((name) => name.startsWith('frontend-'))) {
      const name = action.replaceAll('-', '_');
      const [document] = stored?.aws_iam_policy_document?.[`${name}_store`] ?? [];
      expect(document?.source_policy_documents).toEqual([`\${data.aws_iam_policy_document.${name}.json}`]);
      // A statement takes the place of the one of that name in the source.
      const own = statementsOf([document ?? {}]);
      const kept = statementsOf(base?.aws_iam_policy_document?.[name] ?? []).filter(
        ({ sid }) => !own.some((one) => one.sid === sid),
      );
      const wanted = [storePolicyIn(readmeOf(action)).Statement].flat().map(({ Sid, Action, Resource }) => ({
        sid: Sid,
        allowed: [Action].flat(),
        resources: [Resource].flat(),
      }));
      const given = [...kept, ...own].map(({ sid, allowed, resources }) => ({
        sid,
        allowed,
        resources: resources.map(asInReadmes),
      }));
      expect({ action, given: bySid(given) }).toEqual({ action, given: bySid(wanted) });
    }
  });
});

describe('examples/infrastructure/ecs', () => {
  test('leaves to the actions, to auto scaling and to ECS what is theirs', async () => {
    const services = await read('infrastructure/ecs/services.tf');
    expect(ignoredBy(services, 'aws_ecs_service')).toEqual(['task_definition', 'desired_count']);
    const balancer = await read('infrastructure/ecs/load-balancer.tf');
    expect(ignoredBy(balancer, 'aws_lb_listener_rule')).toEqual(['action']);
    const [first] = services.resource?.aws_ecs_task_definition?.first ?? [];
    expect(first?.skip_destroy).toBe(true);
  });

  test('has users taken back where nothing answers a pause', async () => {
    const { resource, locals } = await read('infrastructure/ecs/services.tf');
    const [service] = resource?.aws_ecs_service?.this ?? [];
    const [configuration] = (service?.deployment_configuration ?? []) as Blocks;
    const { lifecycle_hook: [hook] = [] } = (configuration?.dynamic ?? {}) as { readonly lifecycle_hook?: Blocks };
    expect(hook?.content).toEqual([
      expect.objectContaining({
        target_type: 'PAUSE',
        timeout_configuration: [{ timeout_in_minutes: 60, action: 'ROLLBACK' }],
      }),
    ]);
    const { services } = (locals ?? []).find((each) => 'services' in each) as {
      readonly services: Readonly<Record<string, { readonly strategy: string; readonly pauses: readonly string[] }>>;
    };
    // The pause at which the test listener is asked.
    for (const { pauses } of Object.values(services)) expect(pauses).toContain('POST_TEST_TRAFFIC_SHIFT');
    expect(services.catalog?.pauses).toContain('PRE_PRODUCTION_TRAFFIC_SHIFT');
  });

  test('gives each action a role with the statements of its README, and no other', () =>
    assertPolicies('infrastructure/ecs', 'ecs-'));
});

/** What a resource leaves as it finds it. The parser gives a bare name as a template of it. */
function ignoredBy({ resource }: Terraform, kind: string): readonly string[] {
  const [first] = Object.values(resource?.[kind] ?? {}).flat();
  const [lifecycle] = (first?.lifecycle ?? []) as Blocks;
  return ((lifecycle?.ignore_changes ?? []) as readonly string[]).map((name) => name.slice(2, -1));
}

interface Given {
  readonly sid: unknown;
  readonly allowed: readonly string[];
  readonly resources: readonly string[];
}

/** Statements of documents; one that is made by `for_each` would not be seen, and is refused. */
function statementsOf(documents: Blocks): readonly Given[] {
  return documents.flatMap((document) => {
    expect(document).not.toHaveProperty('dynamic');
    return ((document.statement ?? []) as Blocks).map(({ sid, actions, resources }) => ({
      sid,
      allowed: actions as readonly string[],
      resources: resources as readonly string[],
    }));
  });
}

function asInReadmes(resource: string): string {
  return Object.entries(names).reduce((text, [ours, theirs]) => text.replaceAll(ours, theirs), resource);
}

function bySid<T extends { readonly sid: unknown }>(statements: readonly T[]): readonly T[] {
  return statements.toSorted((one, other) => String(one.sid).localeCompare(String(other.sid)));
}

function readmeOf(action: string): string {
  return readFileSync(path.join(root, 'actions', action, 'README.md'), 'utf8');
}

/** Compares the policies and roles of an example with the READMEs of the actions whose names begin like this. */
async function assertPolicies(folder: string, prefix: string): Promise<void> {
  const actions = (await actionNames(root)).filter((name) => name.startsWith(prefix));
  const { data, locals } = await read(`${folder}/policies.tf`);
  const roles = await read(`${folder}/roles.tf`);
  expect(Object.keys(locals?.[0]?.policies ?? {}).sort()).toEqual(actions);
  expect(Object.keys((roles.locals?.[0]?.subjects as object) ?? {}).sort()).toEqual(actions);
  for (const action of actions) {
    const given = statementsOf(data?.aws_iam_policy_document?.[action.replaceAll('-', '_')] ?? []).map(
      ({ sid, allowed, resources }) => ({ sid, allowed, isForAll: String(resources) === '*' }),
    );
    const statements = [policyIn(readmeOf(action)).Statement].flat().filter(({ Sid = '' }) => !unused.includes(Sid));
    const wanted = statements.map(({ Sid, Action, Resource }) => ({
      sid: Sid,
      allowed: [Action].flat(),
      isForAll: Resource === '*',
    }));
    expect({ action, given }).toEqual({ action, given: wanted });
  }
}

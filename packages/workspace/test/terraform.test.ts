import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { policyIn } from '@actions-aws/testing';
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

/** Statements about what these sites do not have: no function of CloudFront runs on them. */
const unused = ['ReadFunctions'];

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
    expect(Object.keys(resource ?? {}).sort()).toEqual([
      'aws_cloudfront_function',
      'aws_cloudfront_key_value_store',
      'aws_iam_role_policy',
    ]);
  });

  test('gives each action a role with the statements of its README, and no other', () =>
    assertPolicies('infrastructure/frontend', 'frontend-'));
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

/** Compares the policies and roles of an example with the READMEs of the actions whose names begin like this. */
async function assertPolicies(folder: string, prefix: string): Promise<void> {
  const actions = (await actionNames(root)).filter((name) => name.startsWith(prefix));
  const { data, locals } = await read(`${folder}/policies.tf`);
  const roles = await read(`${folder}/roles.tf`);
  expect(Object.keys(locals?.[0]?.policies ?? {}).sort()).toEqual(actions);
  expect(Object.keys((roles.locals?.[0]?.subjects as object) ?? {}).sort()).toEqual(actions);
  for (const action of actions) {
    const readme = readFileSync(path.join(root, 'actions', action, 'README.md'), 'utf8');
    const [document] = data?.aws_iam_policy_document?.[action.replaceAll('-', '_')] ?? [];
    const given = ((document?.statement ?? []) as Blocks).map(({ sid, actions: allowed, resources }) => ({
      sid,
      allowed,
      isForAll: String(resources) === '*',
    }));
    const statements = [policyIn(readme).Statement].flat().filter(({ Sid = '' }) => !unused.includes(Sid));
    const wanted = statements.map(({ Sid, Action, Resource }) => ({
      sid: Sid,
      allowed: [Action].flat(),
      isForAll: Resource === '*',
    }));
    expect({ action, given }).toEqual({ action, given: wanted });
  }
}

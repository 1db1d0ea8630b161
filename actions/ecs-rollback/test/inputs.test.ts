import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';

const REVISION = 'arn:aws:ecs:eu-west-1:123456789012:service-revision';

const cases: readonly BadInput[] = [
  { name: 'no service', inputs: { service: '' }, names: '`service`', says: 'required' },
  { name: 'a service with its cluster', inputs: { service: 'shop/api' }, names: '`service`', says: 'name or ARN' },
  { name: 'several services', inputs: { service: 'api, web' }, names: '`service`', says: 'one service' },
  {
    name: 'a cluster for a service',
    inputs: { service: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop' },
    names: '`service`',
  },
  {
    name: 'a service for a cluster',
    inputs: { cluster: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/api' },
    names: '`cluster`',
  },
  {
    name: 'two clusters',
    inputs: { service: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/api', cluster: 'stage' },
    names: '`cluster`',
    says: 'which the ARN of `service` names',
  },
  { name: 'no condition', inputs: { 'only-if': '' }, names: '`only-if`', says: 'required' },
  { name: 'a condition that is lost', inputs: { 'only-if': ' ' }, names: '`only-if`', says: 'required' },
  {
    name: 'a masked condition',
    inputs: { 'only-if': `${REVISION.replace('123456789012', '***')}/shop/api/1` },
    names: '`only-if`',
  },
  { name: 'a task definition', inputs: { 'only-if': 'api:41' }, names: '`only-if`', says: 'A task definition is none' },
  {
    name: 'a deployment',
    inputs: { to: 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/api/abc' },
    names: '`to`',
    says: '`previous`',
  },
  { name: 'a word that has no meaning here', inputs: { to: 'any' }, names: '`to`', says: '`previous`' },
  {
    name: 'a revision of another service',
    inputs: { 'only-if': `${REVISION}/shop/web/1` },
    names: '`only-if`',
    says: 'another service',
  },
  {
    name: 'a revision of another cluster',
    inputs: { to: `${REVISION}/stage/api/1` },
    names: '`to`',
    says: 'Look at `service`',
  },
  { name: 'half a flag', inputs: { 'allow-tags': 'yes' }, names: '`allow-tags`' },
  { name: 'another half', inputs: { 'allow-unseen-images': '1' }, names: '`allow-unseen-images`' },
  { name: 'half a dry run', inputs: { 'dry-run': 'yes' }, names: '`dry-run`' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'a timeout beyond a job', inputs: { timeout: '7h' }, names: '`timeout`', says: '6h' },
  { name: 'an input that is misspelt', env: { INPUT_ALLOW_UNSEEN_IMAGE: 'true' }, names: '`allow_unseen_image`' },
  { name: 'no region', env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, names: 'AWS_REGION' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const one = await stepWorld({ versions: [] });
  try {
    const { failures, tried } = await everyBadInput(one, step(one), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await one.stop();
  }
}, 60_000);

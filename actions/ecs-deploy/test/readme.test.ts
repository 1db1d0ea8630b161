import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeploymentConfiguration, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { errorsOf, world } from './support/world.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** A chapter of the README. */
function chapter(title: string): string {
  const [, after = ''] = readme.split(`\n## ${title}\n`);
  return after.split('\n## ')[0] ?? '';
}

/** The block of the README's *Infrastructure* in a language. */
function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(chapter('Infrastructure'))?.[1] ?? '';
}

test('the lines of the CLI make a service that this action deploys', async () => {
  const [, given = ''] = /--deployment-configuration '(.*)'/s.exec(block('bash')) ?? [];
  const configuration = JSON.parse(given) as DeploymentConfiguration;
  const one = await world({ hooks: [] });
  try {
    const { ecs, cluster, service } = one;
    await ecs.send(new UpdateServiceCommand({ cluster, service, deploymentConfiguration: configuration }));
    const ended = await one.deployBy({});
    expect(errorsOf(ended)).toBe('');
    expect(ended.outputs.outcome).toBe('promoted');
    expect(await one.calls('ContinueServiceDeployment')).toBe(2);
  } finally {
    await one.stop();
  }
});

test.each(['bash', 'hcl', 'ts'])(
  'in %s they are the same: strategy, bake time, both pauses, and a breaker',
  (language) => {
    const lines = block(language);
    for (const what of [
      /BLUE_GREEN/,
      /bake.*\b2\b/i,
      /POST_TEST_TRAFFIC_SHIFT["'], ["']POST_PRODUCTION_TRAFFIC_SHIFT/,
      /timeout_?in_?minutes\W+30/i,
      /action\W+ROLLBACK/i,
      /circuit_?breaker[^}]*enable\W+true[^}]*rollback\W+true/i,
    ]) {
      expect(lines).toMatch(what);
    }
  },
);

/** Of action.yml of aws-actions/amazon-ecs-deploy-task-definition 2.6.3. */
const THERE =
  `task-definition desired-count service cluster wait-for-service-stability wait-for-minutes wait-max-delay-seconds codedeploy-appspec
  codedeploy-application codedeploy-deployment-group codedeploy-deployment-description codedeploy-deployment-config force-new-deployment
  service-managed-ebs-volume-name service-managed-ebs-volume run-task wait-for-task-stopped enable-ecs-managed-tags propagate-tags
  keep-null-value-keys max-retries task-definition-arn codedeploy-deployment-id run-task-arn`.split(/\s+/);

test('who moves over finds each input and output of the official action', () => {
  const rows = chapter('Moving over from amazon-ecs-deploy-task-definition').split('\n');
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named).toEqual(expect.arrayContaining(THERE));
});

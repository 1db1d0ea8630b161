import { readers } from '../../src/readers/readers.ts';
import { cfnLintSamples } from './samples/cfn-lint.ts';
import { cfnNagSamples } from './samples/cfn-nag.ts';
import { checkovSamples } from './samples/checkov.ts';
import { hadolintSamples } from './samples/hadolint.ts';
import type { Sample } from './samples/sample.ts';
import { tfsecSamples } from './samples/tfsec.ts';
import { trivySamples } from './samples/trivy.ts';

type Row = readonly [
  rule: string,
  path: string | undefined,
  line: number | undefined,
  resource: string | undefined,
  severity: string | undefined,
  suppressed?: string,
];

const GIVEN: readonly (readonly [name: string, sample: Sample | undefined, rows: readonly Row[]])[] = [
  [
    'checkov: the path is the repository’s',
    checkovSamples[0],
    [
      ['CKV_AWS_20', 'infra/main.tf', 1, 'aws_s3_bucket.site', undefined],
      ['CKV_AWS_20', 'infra/main.tf', 1, 'aws_s3_bucket.site', 'HIGH'],
      ['CKV_AWS_20', 'infra/main.tf', 1, 'aws_s3_bucket.site', undefined, 'public by intent'],
    ],
  ],
  [
    'checkov: line 0 is none',
    checkovSamples[1],
    [
      ['CKV_AWS_20', 'infra/main.tf', 1, 'aws_s3_bucket.site', undefined],
      ['CKV_DOCKER_3', 'infra/main.tf', undefined, 'aws_s3_bucket.site', undefined],
    ],
  ],
  [
    'tfsec 1.28',
    tfsecSamples[0],
    [
      [
        'aws-ec2-no-public-ingress-sgr',
        '/home/runner/work/app/app/infra/main.tf',
        4,
        'aws_security_group_rule.all',
        'CRITICAL',
      ],
      [
        'aws-ec2-no-public-ingress-sgr',
        '/home/runner/work/app/app/infra/main.tf',
        4,
        'aws_security_group_rule.all',
        'CRITICAL',
        '',
      ],
    ],
  ],
  ['tfsec 0.30', tfsecSamples[2], [['AWS006', '/home/runner/work/app/app/infra/main.tf', 4, undefined, 'WARNING']]],
  [
    'cfn-lint: only a resource is one',
    cfnLintSamples[0],
    [
      ['W3045', 'deploy/stack.yaml', 14, 'Bucket', 'Warning'],
      ['W2001', 'deploy/stack.yaml', 14, undefined, 'Warning'],
    ],
  ],
  [
    'cfn_nag: each resource at its line',
    cfnNagSamples[0],
    [
      ['F38', './stack.yaml', 18, 'Deployer', 'FAIL'],
      ['F38', './stack.yaml', 40, 'Runner', 'FAIL'],
      ['W12', './stack.yaml', undefined, undefined, 'WARN'],
    ],
  ],
  ['cfn_nag: line -1 is none', cfnNagSamples[1], [['W1', 'stack.json', undefined, 'A', 'WARN']]],
  [
    'hadolint',
    hadolintSamples[0],
    [
      ['DL3008', 'Dockerfile', 3, undefined, 'warning'],
      ['SC2086', 'Dockerfile', 3, undefined, 'info'],
    ],
  ],
  [
    'Trivy: of a folder',
    trivySamples[0],
    [
      ['DS-0002', 'Dockerfile', 3, undefined, 'HIGH'],
      ['DS-0002', 'Dockerfile', 3, undefined, 'HIGH', 'an exception'],
      ['DS-0002', 'Dockerfile', 3, undefined, 'HIGH', 'runs in a sandbox'],
    ],
  ],
  ['Trivy: of a cluster', trivySamples[5], [['KSV-0001', undefined, undefined, 'default/Deployment/web', 'HIGH']]],
];

it.each(GIVEN)('%s', (_, sample, rows) => {
  const { results } = readers.get(sample!.tool)!.read(sample!.document, {});
  const given = results.flatMap(({ rule, path, line, severity, subject, suppressed }) =>
    subject.kind === 'configuration'
      ? [[rule.id, path, line, subject.resource, severity, ...(suppressed ? [suppressed.reason] : [])]]
      : [],
  );
  expect(given).toEqual(rows);
});

it('checkov: packages and their licenses', () => {
  const { results } = readers.get('checkov')!.read(checkovSamples[2]!.document, {});
  expect(results.map(({ message, subject }) => [message, subject])).toEqual([
    [
      'golang.org/x/crypto v0.0.1 has CVE-2020-29652',
      {
        kind: 'dependency',
        advisories: ['CVE-2020-29652'],
        package: { name: 'golang.org/x/crypto' },
        version: 'v0.0.1',
        fixed: 'v0.0.2',
        target: 'infra/main.tf',
      },
    ],
    [
      'left 1.0 has the license GPL-3.0',
      { kind: 'license', license: 'GPL-3.0', package: { name: 'left' }, target: 'infra/main.tf' },
    ],
  ]);
});

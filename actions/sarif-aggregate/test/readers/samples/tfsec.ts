import type { Sample } from './sample.ts';

const result = {
  rule_id: 'AVD-AWS-0107',
  long_id: 'aws-ec2-no-public-ingress-sgr',
  rule_description: 'An ingress security group rule allows traffic from /0.',
  rule_provider: 'aws',
  rule_service: 'ec2',
  impact: 'Your port exposed to the internet',
  resolution: 'Set a more restrictive cidr range',
  links: ['https://aquasecurity.github.io/tfsec/v1.28/checks/aws/ec2/no-public-ingress-sgr/'],
  description: 'Security group rule allows ingress from public internet.',
  severity: 'CRITICAL',
  warning: false,
  status: 0,
  resource: 'aws_security_group_rule.all',
  location: { filename: '/home/runner/work/app/app/infra/main.tf', start_line: 4, end_line: 6 },
};

export const tfsecSamples: readonly Sample[] = [
  {
    tool: 'tfsec',
    of: 'tfsec 1.28 with --include-ignored and --include-passed',
    document: { results: [result, { ...result, status: 1 }, { ...result, status: 2 }] },
    counted: 'entries of `results` that did not pass',
    results: 2,
    suppressed: 1,
  },
  {
    tool: 'tfsec',
    of: 'tfsec 0.58',
    document: {
      results: [
        {
          rule_id: 'aws-vpc-no-public-ingress-sgr',
          legacy_rule_id: 'AWS006',
          rule_description: 'x',
          links: [],
          description: 'y',
          severity: 'HIGH',
          status: 'failed',
          location: result.location,
        },
        {
          rule_id: 'aws-vpc-no-public-egress-sgr',
          legacy_rule_id: 'AWS007',
          rule_description: 'x',
          links: [],
          description: 'y',
          severity: 'HIGH',
          status: 'passed',
          location: result.location,
        },
        {
          rule_id: 'aws-vpc-no-public-egress-sgr',
          legacy_rule_id: 'AWS007',
          rule_description: 'x',
          links: [],
          description: 'y',
          severity: 'HIGH',
          status: 'ignored',
          location: result.location,
        },
      ],
    },
    counted: 'entries of `results` that did not pass',
    results: 2,
    suppressed: 1,
  },
  {
    tool: 'tfsec',
    of: 'tfsec 0.30',
    document: {
      results: [
        {
          rule_id: 'AWS006',
          rule_description: 'x',
          link: 'https://tfsec.dev/docs/aws/AWS006/',
          location: result.location,
          description: 'y',
          severity: 'WARNING',
          passed: false,
        },
        {
          rule_id: 'AWS007',
          rule_description: 'x',
          link: 'https://tfsec.dev/docs/aws/AWS007/',
          location: result.location,
          description: 'y',
          severity: 'WARNING',
          passed: true,
        },
      ],
    },
    counted: 'entries of `results` that did not pass',
    results: 1,
  },
];

import type { Sample } from './sample.ts';

const violation = {
  id: 'F38',
  name: 'IamRolePassRoleWildcardResourceRule',
  type: 'FAIL',
  message: 'IAM role should not allow * resource with PassRole action on its permissions policy',
  logical_resource_ids: ['Deployer', 'Runner'],
  line_numbers: [18, 40],
  element_types: ['resource', 'resource'],
};
const file = (name: string, violations: readonly unknown[]) => ({
  filename: name,
  file_results: { failure_count: violations.length, violations },
});

export const cfnNagSamples: readonly Sample[] = [
  {
    tool: 'cfn-nag',
    of: 'cfn_nag 0.8',
    document: [
      file('./clean.yaml', []),
      file('./stack.yaml', [
        violation,
        { ...violation, id: 'W12', type: 'WARN', logical_resource_ids: [], line_numbers: [], element_types: [] },
      ]),
    ],
    counted: 'resources of violations, and violations that name none',
    results: 3,
  },
  {
    tool: 'cfn-nag',
    of: 'cfn_nag 0.3, without name and element types',
    document: [
      file('stack.json', [{ id: 'W1', type: 'WARN', message: 'x', logical_resource_ids: ['A'], line_numbers: [-1] }]),
    ],
    counted: 'resources of violations',
    results: 1,
  },
  {
    tool: 'cfn-nag',
    of: 'a template that it cannot read',
    document: [
      file('broken.yaml', [
        {
          id: 'FATAL',
          name: 'system',
          type: 'FAIL',
          message: 'yaml parse error',
          logical_resource_ids: [],
          line_numbers: [],
        },
      ]),
    ],
    counted: 'resources of violations',
    results: 0,
    failures: ['cfn_nag did not read broken.yaml: yaml parse error'],
  },
];

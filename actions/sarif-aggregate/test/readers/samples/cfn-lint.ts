import type { Sample } from './sample.ts';

const entry = {
  Filename: 'deploy/stack.yaml',
  Id: '9936fd36-7bc7-7de3-9742-7fe3213c97f0',
  Level: 'Warning',
  Location: {
    Start: { ColumnNumber: 3, LineNumber: 14 },
    End: { ColumnNumber: 9, LineNumber: 14 },
    Path: ['Resources', 'Bucket', 'Properties', 'AccessControl'],
  },
  Message: "'AccessControl' is a legacy property.",
  ParentId: null,
  Rule: {
    Description: 'Most modern use cases do not need it',
    Id: 'W3045',
    ShortDescription: 'Controlling access to an S3 bucket should be done with bucket policies',
    Source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  },
};
const rule = (id: string) => ({ ...entry, Level: 'Error', Rule: { ...entry.Rule, Id: id } });

export const cfnLintSamples: readonly Sample[] = [
  {
    tool: 'cfn-lint',
    of: 'cfn-lint 1',
    document: [
      entry,
      {
        ...entry,
        Location: { ...entry.Location, Path: ['Parameters', 'Unused'] },
        Rule: { ...entry.Rule, Id: 'W2001' },
      },
    ],
    counted: 'entries but E0000 to E0003',
    results: 2,
  },
  {
    tool: 'cfn-lint',
    of: 'cfn-lint 0.20, without Id, and with null for the path',
    document: [
      {
        Filename: 'stack.json',
        Level: 'Error',
        Location: { Start: { LineNumber: 1, ColumnNumber: 1 }, End: { LineNumber: 1, ColumnNumber: 2 }, Path: null },
        Message: 'x',
        Rule: { Id: 'E3001', ShortDescription: 'y', Description: 'z', Source: '' },
      },
    ],
    counted: 'entries but E0000 to E0003',
    results: 1,
  },
  {
    tool: 'cfn-lint',
    of: 'a template that does not parse',
    document: [
      { ...rule('E0000'), Message: "found unexpected ':'" },
      { ...rule('E0002'), Message: 'Unknown exception while processing rule E3012' },
    ],
    counted: 'entries but E0000 to E0003',
    results: 0,
    failures: [
      "cfn-lint did not read deploy/stack.yaml: found unexpected ':'",
      'cfn-lint did not read deploy/stack.yaml: Unknown exception while processing rule E3012',
    ],
  },
];

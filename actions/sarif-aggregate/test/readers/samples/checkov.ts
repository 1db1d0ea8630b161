import { planted, plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const check = {
  check_id: 'CKV_AWS_20',
  bc_check_id: 'BC_AWS_S3_1',
  check_name: 'S3 Bucket has an ACL defined which allows public READ access.',
  check_result: { result: 'FAILED', evaluated_keys: ['acl'] },
  code_block: [[1, plantedLine]],
  file_path: '/main.tf',
  file_abs_path: '/home/runner/work/app/app/infra/main.tf',
  repo_file_path: '/infra/main.tf',
  file_line_range: [1, 4],
  resource: 'aws_s3_bucket.site',
  severity: null,
  entity_tags: { git_last_modified_by: planted.email, git_modifiers: planted.author },
  guideline: 'https://docs.example.com/s3-1',
};
const passed = { ...check, check_id: 'CKV_AWS_21', check_result: { result: 'PASSED' } };
const report = (type: string, results: Readonly<Record<string, unknown>>, parsingErrors = 0) => ({
  check_type: type,
  results: { passed_checks: [passed], failed_checks: [], skipped_checks: [], parsing_errors: [], ...results },
  summary: {
    passed: 1,
    failed: 0,
    skipped: 0,
    parsing_errors: parsingErrors,
    resource_count: 1,
    checkov_version: '3.3.30',
  },
  url: 'Add an api key',
});
const skipped = { ...check, check_result: { result: 'SKIPPED', suppress_comment: 'public by intent' } };

export const checkovSamples: readonly Sample[] = [
  {
    tool: 'checkov',
    of: 'checkov 3, one framework',
    document: report('terraform', {
      failed_checks: [check, { ...check, severity: 'HIGH' }],
      skipped_checks: [skipped],
    }),
    counted: '`failed_checks` and `skipped_checks`',
    results: 3,
    suppressed: 1,
  },
  {
    tool: 'checkov',
    of: 'checkov 3, a list of frameworks: a secret is never suppressed',
    document: [
      report('terraform', { failed_checks: [check] }),
      report('dockerfile', { failed_checks: [{ ...check, check_id: 'CKV_DOCKER_3', file_line_range: [0, 0] }] }),
      report('secrets', {
        failed_checks: [
          { ...check, check_id: 'CKV_SECRET_6', check_name: 'Base64 High Entropy String', resource: planted.digest },
        ],
        skipped_checks: [
          { ...skipped, check_id: 'CKV_SECRET_2', check_name: 'AWS Access Key', resource: planted.digest },
        ],
      }),
    ],
    counted: '`failed_checks` and `skipped_checks`',
    results: 4,
  },
  {
    tool: 'checkov',
    of: 'checkov 3 with Prisma Cloud: packages',
    document: report('sca_package', {
      failed_checks: [
        {
          ...check,
          check_id: 'CKV_CVE_2020_29652',
          vulnerability_details: {
            id: 'CVE-2020-29652',
            cvss: 7.5,
            package_name: 'golang.org/x/crypto',
            package_version: 'v0.0.1',
            lowest_fixed_version: 'v0.0.2',
          },
        },
        {
          ...check,
          check_id: 'BC_LIC_1',
          vulnerability_details: { package_name: 'left', package_version: '1.0', license: 'GPL-3.0' },
        },
      ],
    }),
    counted: '`failed_checks` and `skipped_checks`',
    results: 2,
  },
  {
    tool: 'checkov',
    of: 'nothing to check',
    document: { passed: 0, failed: 0, skipped: 0, parsing_errors: 0, resource_count: 0, checkov_version: '3.3.30' },
    counted: 'nothing',
    results: 0,
  },
  {
    tool: 'checkov',
    of: 'files that do not parse',
    document: [report('terraform', { parsing_errors: ['/infra/broken.tf'] }, 1), report('cloudformation', {}, 2)],
    counted: '`failed_checks` and `skipped_checks`',
    results: 0,
    failures: ['checkov (terraform) did not read /infra/broken.tf', 'checkov did not read 2 files'],
  },
  {
    tool: 'checkov',
    of: 'nothing but a file that does not parse',
    document: { passed: 0, failed: 0, skipped: 0, parsing_errors: 1, resource_count: 0, checkov_version: '3.3.30' },
    counted: 'nothing',
    results: 0,
    failures: ['checkov did not read 1 file'],
  },
];

import type { Sample } from './sample.ts';

const entry = {
  vulnerability_id: '44742',
  package_name: 'Django',
  ignored: false,
  ignored_reason: null,
  ignored_expires: null,
  vulnerable_spec: '<4.0.2',
  all_vulnerable_specs: ['<4.0.2'],
  analyzed_version: '4.0.1',
  analyzed_requirement: {
    raw: 'django==4.0.1',
    extras: [],
    marker: null,
    name: 'django',
    specifier: '==4.0.1',
    url: null,
    found: 'backend/requirements.txt',
  },
  advisory: 'Markup is not escaped.',
  is_transitive: false,
  published_date: '2022-02-03',
  fixed_versions: ['4.0.2', '3.2.12'],
  resources: [],
  CVE: 'CVE-2022-22818',
  severity: { source: 'CVE-2022-22818', cvssv2: { base_score: 4.3 }, cvssv3: { base_score: 6.1 } },
  affected_versions: [],
  more_info_url: 'https://data.safetycli.com/v/44742/97c/',
};
const report = (version: string, open: readonly unknown[], ignored: readonly unknown[]) => ({
  report_meta: { safety_version: version, scan_target: 'environment' },
  scanned_packages: { django: { name: 'django', version: '4.0.1' } },
  affected_packages: {},
  announcements: [],
  vulnerabilities: open,
  ignored_vulnerabilities: ignored,
  remediations: {},
});

export const safetySamples: readonly Sample[] = [
  {
    tool: 'safety',
    of: 'Safety 3',
    document: report('3.2.14', [entry], [{ ...entry, ignored: true, ignored_reason: 'not reached' }]),
    counted: '`vulnerabilities` and `ignored_vulnerabilities`',
    results: 2,
    suppressed: 1,
  },
  {
    tool: 'safety',
    of: 'Safety 2.0, of installed packages',
    document: report(
      '2.0b1',
      [
        { ...entry, analyzed_requirement: undefined, CVE: null, severity: null },
        { ...entry, CVE: { name: 'CVE-2022-22818', cvssv2: null, cvssv3: null } },
      ],
      [],
    ),
    counted: '`vulnerabilities` and `ignored_vulnerabilities`',
    results: 2,
  },
  {
    tool: 'safety',
    of: 'Safety 1: rows, with a key and without',
    document: [
      ['django', '<4.0.2', '4.0.1', 'Markup is not escaped.', '44742', null, { base_score: 6.1, vector_string: 'x' }],
      ['jinja2', '<2.11.3', '2.10', 'A pattern is slow.', '39525'],
    ],
    counted: 'rows',
    results: 2,
  },
];

// bandit 1.9.4 with B307 and B311: https://github.com/PyCQA/bandit/blob/1.9.4/bandit/formatters/json.py
import { asked, end, filesLike, matchesIn, optionOf, writeJson } from './asked.mjs';

const rules = [
  {
    pattern: /\beval\(.*?\)/g,
    issue_cwe: { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' },
    issue_severity: 'MEDIUM',
    issue_text: 'Use of possibly insecure function - consider using safer ast.literal_eval.',
    more_info: 'https://bandit.readthedocs.io/en/1.9.4/blacklists/blacklist_calls.html#b307-eval',
    test_id: 'B307',
  },
  {
    pattern: /\brandom\.choice\(.*?\)/g,
    issue_cwe: { id: 330, link: 'https://cwe.mitre.org/data/definitions/330.html' },
    issue_severity: 'LOW',
    issue_text: 'Standard pseudo-random generators are not suitable for security/cryptographic purposes.',
    more_info: 'https://bandit.readthedocs.io/en/1.9.4/blacklists/blacklist_calls.html#b311-random',
    test_id: 'B311',
  },
];

const given = asked('pipx', 'run', 'bandit==1.9.4');
const files = filesLike(`${optionOf(given, '--recursive')}/**/*.py`);
const results = files.flatMap((file) =>
  rules.flatMap(({ pattern, ...issue }) =>
    matchesIn(file, pattern).map(({ match, line, column }) => ({
      code: `${line} ${file.lines[line - 1]}\n`,
      col_offset: column - 1,
      end_col_offset: column - 1 + match[0].length,
      filename: file.path,
      issue_confidence: 'HIGH',
      ...issue,
      line_number: line,
      line_range: [line],
      test_name: 'blacklist',
    })),
  ),
);

/** Counts of some files. */
function metrics(some) {
  const of = (severity) =>
    results.filter((each) => each.issue_severity === severity && some.some(({ path }) => path === each.filename))
      .length;
  return {
    'CONFIDENCE.HIGH': of('LOW') + of('MEDIUM'),
    'CONFIDENCE.LOW': 0,
    'CONFIDENCE.MEDIUM': 0,
    'CONFIDENCE.UNDEFINED': 0,
    'SEVERITY.HIGH': 0,
    'SEVERITY.LOW': of('LOW'),
    'SEVERITY.MEDIUM': of('MEDIUM'),
    'SEVERITY.UNDEFINED': 0,
    loc: some.flatMap(({ lines }) => lines).filter((line) => line.trim() !== '').length,
    nosec: 0,
    skipped_tests: 0,
  };
}

const report = {
  errors: [],
  generated_at: new Date().toISOString().replace(/\.\d+/, ''),
  metrics: { _totals: metrics(files), ...Object.fromEntries(files.map((file) => [file.path, metrics([file])])) },
  results,
};
writeJson(optionOf(given, '--output'), report, 2);
end(results.length);

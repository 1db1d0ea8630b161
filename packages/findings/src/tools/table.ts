import type { ToolFacts } from './facts.ts';

/**
 * All tools that we know. Versions beside a fact are those that were run to learn it, in November 2026. A tool that is not here is
 * read by its SARIF, and its results are `code`.
 */
export const TOOLS = {
  // Kind `code`.
  bandit: { drivers: ['Bandit'], names: ['bandit'], kind: 'code' },
  semgrep: {
    drivers: ['Semgrep OSS', 'Semgrep PRO', 'Semgrep', 'Opengrep OSS', 'Opengrep'],
    names: ['semgrep', 'opengrep'],
    kind: 'code',
    // semgrep 1.185.0
    blind: 'a Python file that does not parse; JavaScript’s is a notification',
  },
  gosec: {
    drivers: ['gosec'],
    names: ['gosec'],
    kind: 'code',
    // gosec 2.30.0
    blind:
      'its SARIF, code that does not compile; the JSON has `Golang errors`. With `-quiet` and no finding it writes no file',
    prefer: 'JSON',
  },
  codeql: { drivers: ['CodeQL', 'CodeQL command-line toolchain', 'LGTM.com'], names: ['codeql'], kind: 'code' },
  'snyk-code': { drivers: ['SnykCode', 'Snyk Code'], names: ['snyk', 'snyk-code'], kind: 'code' },
  spotbugs: { drivers: ['SpotBugs'], names: ['spotbugs', 'findsecbugs'], kind: 'code' },
  eslint: {
    drivers: ['ESLint'],
    names: ['eslint'],
    kind: 'code',
    nothing: '[]',
    // Formatters that make a result of it, as @microsoft/eslint-formatter-sarif did at first
    failing: [{ rule: '', message: 'Parsing error' }],
    // ESLint 10.15.0 with @microsoft/eslint-formatter-sarif
    blind: 'its SARIF, whether an error is a stale comment or a file that does not parse; the JSON has `fatal`',
    prefer: 'JSON',
  },

  // Kind `dependency`.
  trivy: {
    drivers: ['Trivy'],
    names: ['trivy'],
    kind: 'dependency',
    scansImages: true,
    // trivy 0.74.0
    blind: 'a file that it cannot parse: only on stderr, with exit code 0, neither in SARIF nor in JSON',
  },
  grype: {
    drivers: ['Grype', 'Anchore Container Vulnerability Report (T0)'],
    names: ['grype'],
    kind: 'dependency',
    scansImages: true,
    // Before Grype 0.71
    noResults: 'null',
    // https://github.com/anchore/grype/blob/main/grype/presenter/sarif/presenter.go
    blind: 'its SARIF, a severity that it does not know: it writes `low`',
    prefer: 'JSON',
  },
  snyk: {
    drivers: ['Snyk Open Source', 'Snyk Container', 'Snyk'],
    names: ['snyk', 'snyk-container', 'snyk-open-source'],
    kind: 'dependency',
    scansImages: true,
  },
  'npm-audit': {
    drivers: ['npm audit', 'npm-audit'],
    names: ['npm', 'npm-audit'],
    kind: 'dependency',
    // npm 11.19.1
    blind: 'with `--offline`, that it asked no registry: it writes a clean report, and ends with 0',
  },
  'pnpm-audit': {
    drivers: ['pnpm audit', 'pnpm-audit'],
    names: ['pnpm', 'pnpm-audit'],
    kind: 'dependency',
    // pnpm 12.21.0
    blind: 'with `--ignore-registry-errors`, a registry that does not answer: forbid the flag',
  },
  'pip-audit': { drivers: ['pip-audit', 'pip audit'], names: ['pip-audit'], kind: 'dependency' },
  safety: {
    drivers: ['Safety'],
    names: ['safety'],
    kind: 'dependency',
    // safety 1's `check --json` is a list
    nothing: '[]',
  },
  govulncheck: { drivers: ['govulncheck'], names: ['govulncheck'], kind: 'dependency' },
  'osv-scanner': { drivers: ['osv-scanner'], names: ['osv-scanner', 'osv'], kind: 'dependency' },

  // Kind `secret`.
  gitleaks: { drivers: ['gitleaks'], names: ['gitleaks'], kind: 'secret', nothing: '[]', noResults: 'null' },
  trufflehog: { drivers: ['TruffleHog'], names: ['trufflehog'], kind: 'secret', nothing: 'no bytes' },
  'detect-secrets': {
    drivers: ['detect-secrets'],
    names: ['detect-secrets'],
    kind: 'secret',
    // detect-secrets 1.5.0
    blind: 'that it ran outside a git checkout: `results` is empty then',
  },

  // Kind `configuration`.
  checkov: {
    drivers: ['Checkov', 'Bridgecrew', 'Prisma Cloud'],
    names: ['checkov'],
    kind: 'configuration',
    // checkov 3.3.30
    blind: 'its SARIF, a file that does not parse; the JSON has `parsing_errors`',
    prefer: 'JSON',
  },
  tfsec: {
    drivers: ['tfsec', 'defsec'],
    names: ['tfsec'],
    kind: 'configuration',
    noResults: 'null',
    // tfsec 1.26.0
    blind: 'the folder of a file, where it is given one: set `root`',
  },
  'cfn-lint': {
    drivers: ['cfn-lint'],
    names: ['cfn-lint'],
    kind: 'configuration',
    nothing: '[]',
    // https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md: the template, its transform, a rule itself, the
    // configuration could not be processed
    failing: [{ rule: 'E0000' }, { rule: 'E0001' }, { rule: 'E0002' }, { rule: 'E0003' }],
  },
  'cfn-nag': {
    drivers: ['cfn_nag', 'cfn-nag'],
    names: ['cfn_nag', 'cfn-nag'],
    kind: 'configuration',
    nothing: '[]',
    // https://github.com/stelligent/cfn_nag/blob/master/lib/cfn-nag/violation.rb: a template that it cannot read
    failing: [{ rule: 'FATAL' }],
  },
  'snyk-iac': {
    drivers: ['Snyk IaC', 'Snyk Infrastructure as Code'],
    names: ['snyk', 'snyk-iac'],
    kind: 'configuration',
  },
  tflint: {
    drivers: ['tflint', 'tflint-errors'],
    names: ['tflint'],
    kind: 'configuration',
    noResults: 'null',
    // tflint 0.64.0 writes a second run of this name, empty where nothing failed
    failing: [{ driver: 'tflint-errors' }],
  },
  hadolint: {
    drivers: ['Hadolint'],
    names: ['hadolint'],
    kind: 'configuration',
    nothing: '[]',
    failing: [{ rule: 'DL1000' }],
  },
  'kube-score': {
    drivers: ['kube-score'],
    names: ['kube-score'],
    kind: 'configuration',
    // kube-score 1.20.0: https://github.com/zegl/kube-score/blob/master/sarif/sarif.go
    noResults: 'absent',
  },
  zizmor: {
    drivers: ['zizmor'],
    names: ['zizmor'],
    kind: 'configuration',
    // zizmor 1.32.0
    blind: 'a workflow that it cannot read: `executionSuccessful` is true all the same',
  },

  // Kind `lint`.
  ruff: {
    drivers: ['ruff'],
    names: ['ruff'],
    kind: 'lint',
    // Up to ruff 0.12 a syntax error has no rule: https://github.com/astral-sh/ruff/blob/0.11.0/crates/ruff_linter/src/message/sarif.rs
    failing: [{ rule: 'invalid-syntax' }, { rule: 'E999' }, { rule: 'E902' }, { rule: 'io-error' }, { rule: '' }],
  },
  pylint: {
    drivers: ['pylint'],
    names: ['pylint'],
    kind: 'lint',
    // https://pylint.readthedocs.io/en/stable/user_guide/messages/messages_overview.html#fatal
    failing: [
      { rule: 'E0001' },
      { rule: 'syntax-error' },
      { rulePrefix: 'F0' },
      { rule: 'fatal' },
      { rule: 'astroid-error' },
      { rule: 'parse-error' },
      { rule: 'config-parse-error' },
    ],
  },
  mypy: { drivers: ['mypy'], names: ['mypy'], kind: 'lint', failing: [{ rule: 'syntax' }] },
  biome: {
    drivers: ['Biome'],
    names: ['biome'],
    kind: 'lint',
    // biome 2.6.8
    failing: [{ rule: 'parse' }, { rulePrefix: 'fs/' }, { rulePrefix: 'internalError/' }],
  },
  oxlint: { drivers: ['oxlint', 'oxc'], names: ['oxlint'], kind: 'lint', failing: [{ rule: 'OXL0001' }] },
  clippy: {
    drivers: ['clippy'],
    names: ['clippy'],
    kind: 'lint',
    // clippy-sarif 0.8.0: what rustc itself says has no id, or its own, such as E0308
    failing: [{ rule: '' }, { rulePrefix: 'E0' }],
    blind: 'that cargo wrote nothing to it',
  },
  'golangci-lint': {
    drivers: ['golangci-lint'],
    names: ['golangci-lint'],
    kind: 'lint',
    noResults: 'null',
    failing: [{ rule: 'typecheck' }],
  },
  staticcheck: {
    drivers: ['staticcheck'],
    names: ['staticcheck'],
    kind: 'lint',
    // staticcheck 2026.2.2: https://github.com/dominikh/go-tools/blob/master/sarif/sarif.go
    noResults: 'absent',
    failing: [{ rule: 'compile' }, { rule: 'config' }],
  },
  checkstyle: {
    drivers: ['Checkstyle'],
    names: ['checkstyle'],
    kind: 'lint',
    // Checkstyle 13.11.0 writes no byte where a file does not parse
    failing: [{ rule: 'general.exception' }, { rule: 'general.fileNotFound' }],
  },
  'ansible-lint': {
    drivers: ['ansible-lint'],
    names: ['ansible-lint'],
    kind: 'lint',
    // https://ansible.readthedocs.io/projects/lint/rules/: those that stop it
    failing: [{ rule: 'load-failure' }, { rule: 'parser-error' }, { rule: 'internal-error' }, { rule: 'syntax-check' }],
  },
  actionlint: {
    drivers: ['actionlint', 'GitHub Actions lint'],
    names: ['actionlint'],
    kind: 'lint',
    failing: [{ rule: 'syntax-check', message: 'could not parse' }],
  },
} as const satisfies Readonly<Record<string, ToolFacts>>;

/** A tool that we know, by our name for it. */
export type KnownTool = keyof typeof TOOLS;

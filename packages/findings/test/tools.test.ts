import { factsOf, isFailing, KNOWN_TOOLS, toolOf, toolsNamed } from '../src/tools/known.ts';

describe('the table of tools', () => {
  it('gives a driver to one tool only', () => {
    const drivers = KNOWN_TOOLS.flatMap((tool) => factsOf(tool).drivers.map((name) => name.toLowerCase()));
    expect(new Set(drivers).size).toBe(drivers.length);
  });

  it('calls each tool by its own name, too', () => {
    const nameless = KNOWN_TOOLS.filter((tool) => !factsOf(tool).names.some((name) => name.replace('_', '-') === tool));
    expect(nameless).toEqual([]);
  });

  it.each([
    ['Trivy', 'trivy'],
    ['Semgrep OSS', 'semgrep'],
    ['cfn_nag', 'cfn-nag'],
    ['SnykCode', 'snyk-code'],
    ['Snyk Container', 'snyk'],
    ['tflint-errors', 'tflint'],
    [' grype ', 'grype'],
    ['GitHub Actions lint', 'actionlint'],
    ['__proto__', undefined],
    ['My Own Linter', undefined],
  ])('knows %j as %s', (driver, tool) => {
    expect(toolOf(driver)).toBe(tool);
  });

  it.each([
    ['trivy/backend', ['trivy']],
    ['TRIVY', ['trivy']],
    ['snyk/api', ['snyk-code', 'snyk', 'snyk-iac']],
    ['npm', ['npm-audit']],
    ['constructor/x', []],
    ['backend', []],
  ])('takes a scan named %j for one of %j', (name, tools) => {
    expect(toolsNamed(name)).toEqual(tools);
  });
});

describe('a failure written as an ordinary result', () => {
  it.each([
    ['golangci-lint', 'golangci-lint', 'typecheck', 'undefined: x', true],
    ['golangci-lint', 'golangci-lint', 'errcheck', 'unchecked', false],
    ['staticcheck', 'staticcheck', 'compile', 'expected ;', true],
    ['staticcheck', 'staticcheck', 'SA4006', 'never used', false],
    ['tflint', 'tflint-errors', 'anything', 'failed to load', true],
    ['tflint', 'tflint', 'terraform_typed_variables', 'no type', false],
    ['clippy', 'clippy', '', 'expected expression', true],
    ['clippy', 'clippy', 'E0308', 'mismatched types', true],
    ['clippy', 'clippy', 'clippy::needless_return', 'unneeded', false],
    ['ruff', 'ruff', 'invalid-syntax', 'Expected an indented block', true],
    ['ruff', 'ruff', 'F401', 'unused import', false],
    ['ruff', 'ruff', '', 'SyntaxError: Expected an expression', true],
    ['eslint', 'ESLint', '', 'Parsing error: Unexpected token', true],
    ['eslint', 'ESLint', '', 'File ignored because of a matching ignore pattern.', false],
    ['eslint', 'ESLint', 'no-eval', 'Parsing error is what eval gives', false],
    ['biome', 'Biome', 'parse', 'expected', true],
    ['biome', 'Biome', 'fs/cantRead', 'cannot read', true],
    ['biome', 'Biome', 'lint/style/useConst', 'const', false],
    ['oxlint', 'oxlint', 'OXL0001', 'Unexpected token', true],
    ['hadolint', 'Hadolint', 'DL1000', 'unexpected', true],
    ['hadolint', 'Hadolint', 'DL3008', 'pin versions', false],
    ['cfn-lint', 'cfn-lint', 'E0000', 'Null value', true],
    ['cfn-lint', 'cfn-lint', 'E0003', 'no such file', true],
    ['cfn-lint', 'cfn-lint', 'E3012', 'wrong type', false],
    ['ansible-lint', 'ansible-lint', 'load-failure', 'cannot load', true],
    ['ansible-lint', 'ansible-lint', 'load-failure[not-found]', 'cannot load', true],
    ['ansible-lint', 'ansible-lint', 'name[play]', 'unnamed', false],
    ['actionlint', 'actionlint', 'syntax-check', 'could not parse as YAML: x', true],
    ['actionlint', 'actionlint', 'syntax-check', 'unexpected key "foo"', false],
    ['bandit', 'Bandit', 'B101', 'assert', false],
  ] as const)('%s: %s %j %j: %s', (tool, driver, rule, message, failing) => {
    expect(isFailing(tool, driver, rule, message)).toBe(failing);
  });
});

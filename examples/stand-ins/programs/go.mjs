// gitleaks 8.30.1 with the rule github-pat: https://github.com/gitleaks/gitleaks/blob/v8.30.1/report/finding.go
import { asked, end, filesLike, matchesIn, optionOf, writeJson } from './asked.mjs';

const given = asked('go', 'run', 'github.com/zricethezav/gitleaks/v8@v8.30.1', 'dir', '.', '--redact');
const findings = filesLike('**/*').flatMap((file) =>
  matchesIn(file, /\bghp_[0-9a-zA-Z]{36}/g).map(({ match: [secret], line, column }) => ({
    RuleID: 'github-pat',
    Description:
      'Uncovered a GitHub Personal Access Token, potentially leading to unauthorized repository access and sensitive content exposure.',
    StartLine: line,
    EndLine: line,
    // One too high from the second line on.
    StartColumn: column + (line > 1 ? 1 : 0),
    EndColumn: column + secret.length - 1 + (line > 1 ? 1 : 0),
    Match: 'REDACTED',
    Secret: 'REDACTED',
    File: file.path,
    SymlinkFile: '',
    Commit: '',
    Entropy: Math.fround(entropyOf(secret)),
    Author: '',
    Email: '',
    Date: '',
    Message: '',
    Tags: [],
    Fingerprint: `${file.path}:github-pat:${line}`,
  })),
);
writeJson(optionOf(given, '--report-path'), findings, 1);
end(findings.length);

/** Bits for each character. */
function entropyOf(text) {
  const counts = new Map();
  for (const each of text) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

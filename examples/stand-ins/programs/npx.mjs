// ESLint 10 with the rule no-eval; its report is as https://eslint.org/docs/latest/use/formatters/#json has it.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { asked, end, filesLike, matchesIn, optionOf, writeJson } from './asked.mjs';

const given = asked('npx', '--yes', 'eslint@10.15.0');
const root = realpathSync('.');
const files = filesLike(`${given.at(-1)}/**/*.mjs`).map((file) => {
  const messages = matchesIn(file, /\beval(?=\()/g).map(({ line, column }) => ({
    ruleId: 'no-eval',
    severity: 2,
    message: '`eval` can be harmful.',
    line,
    column,
    messageId: 'unexpected',
    endLine: line,
    endColumn: column + 'eval'.length,
  }));
  return {
    filePath: path.join(root, file.path),
    messages,
    suppressedMessages: [],
    errorCount: messages.length,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    ...(messages.length > 0 && { source: file.text }),
    usedDeprecatedRules: [],
  };
});
writeJson(optionOf(given, '--output-file'), files);
end(files.reduce((count, { errorCount }) => count + errorCount, 0));

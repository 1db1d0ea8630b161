import { factsOf, KNOWN_TOOLS } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';

/** The README's table of tools, from what the code knows of them. */
export function toolsTable(): string {
  const rows = KNOWN_TOOLS.map((tool) => {
    const { names, kind, blind, prefer } = factsOf(tool);
    const forms = readers.has(tool) ? ['JSON', 'SARIF'] : ['SARIF'];
    const read = forms.map((form) => (form === prefer ? `**${form}**` : form)).join(', ');
    return `| ${[names.map((name) => `\`${name}\``).join(', '), kind, read, blind ?? ''].join(' | ')} |`;
  });
  const head = [
    '| Names | Kind | Forms; the better one is bold | Its report does not show |',
    '| --- | --- | --- | --- |',
  ];
  return ['<!-- tools -->', '', ...head, ...rows, '', '<!-- /tools -->'].join('\n');
}

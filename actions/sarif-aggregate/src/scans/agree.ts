import { type Failure, type KnownTool, toolOf, toolsNamed } from '@actions-aws/findings';

/**
 * Why a tool's report may not stand under a scan's name. The name's first segment is the tool where we know it, and then the content
 * must agree: another tool's report there is a slip, and its own is missing.
 */
export function disagreement(scan: string, tool: string): Failure | undefined {
  const named = toolsNamed(scan);
  const known = toolOf(tool);
  if (named.length === 0 || (known !== undefined && named.includes(known))) return undefined;
  const message = `The report is of ${tool}, and the scan’s name says ${named.join(' or ')}.`;
  return { kind: 'unreadable', message, hint: 'Name the scan after its tool, or give it the report of that tool.' };
}

/** Whether two runs are of one tool; of one that we know, by what we know of it, such as the second run that tflint writes. */
export function isOneTool(one: string, other: string): boolean {
  const [a, b]: readonly (KnownTool | undefined)[] = [toolOf(one), toolOf(other)];
  return a === undefined && b === undefined ? one.toLowerCase() === other.toLowerCase() : a === b;
}

/** That a scan holds what two tools wrote. */
export function severalTools(tools: readonly string[]): Failure {
  const message = `Its reports are of several tools: ${tools.join(', ')}.`;
  return {
    kind: 'unreadable',
    message,
    hint: 'Give each tool a scan of its own, such as `trivy/api` and `grype/api`.',
  };
}

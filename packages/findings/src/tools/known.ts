import type { Failing, ToolFacts } from './facts.ts';
import { type KnownTool, TOOLS } from './table.ts';

/** In the order of the table. */
export const KNOWN_TOOLS = Object.keys(TOOLS) as readonly KnownTool[];

const byDriver = new Map(KNOWN_TOOLS.flatMap((tool) => TOOLS[tool].drivers.map((name) => [name.toLowerCase(), tool])));

/** What we know of a tool. */
export function factsOf(tool: KnownTool): ToolFacts {
  return TOOLS[tool];
}

/** A tool's own name for itself, where its report has none. */
export function titleOf(tool: KnownTool): string {
  return TOOLS[tool].drivers[0];
}

/** The tool that calls itself so in SARIF's `driver.name`. */
export function toolOf(driver: string): KnownTool | undefined {
  return byDriver.get(driver.trim().toLowerCase());
}

/** The tools whose report a scan of this name may be, by its first segment; none where it names no tool that we know. */
export function toolsNamed(scan: string): readonly KnownTool[] {
  const first = (scan.split('/', 1)[0] ?? '').toLowerCase();
  return KNOWN_TOOLS.filter((tool) => factsOf(tool).names.includes(first));
}

/** Whether a result is none, but says that the tool did not see everything. */
export function isFailing(tool: KnownTool, driver: string, rule: string, message: string): boolean {
  const failing = factsOf(tool).failing;
  return failing?.some((one) => matches(one, driver, rule, message)) ?? false;
}

/** Whether a result of this rule may be one, by its message or without regard to it. */
export function mayBeFailing(tool: KnownTool, driver: string, rule: string): boolean {
  const failing = factsOf(tool).failing;
  return failing?.some(({ message: _, ...one }) => matches(one, driver, rule, '')) ?? false;
}

function matches(failing: Failing, driver: string, rule: string, message: string): boolean {
  if (failing.driver !== undefined && failing.driver !== driver.toLowerCase()) return false;
  if (failing.rule !== undefined && rule !== failing.rule && !rule.startsWith(`${failing.rule}[`)) return false;
  if (failing.rulePrefix !== undefined && !rule.startsWith(failing.rulePrefix)) return false;
  return failing.message === undefined || message.startsWith(failing.message);
}

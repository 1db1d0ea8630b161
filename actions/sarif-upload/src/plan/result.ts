import type { NormalResult } from '@actions-aws/findings';
import type { CodeFlow, Location, Result, ThreadFlow, ThreadFlowLocation } from 'sarif';
import { FINGERPRINT, fingerprintOf, type Hashes } from './fingerprint.ts';
import { LIMITS } from './limits.ts';
import { locationAs } from './places.ts';

/**
 * A result as it is sent: what GitHub reads of it (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support#result-object),
 * within its limits. Snippets, properties, authors and what else tools write for themselves stay behind.
 *
 * @param rule how the result names its rule in the run that is sent.
 */
export function resultAs(
  normal: NormalResult,
  rule: Pick<Result, 'ruleId' | 'ruleIndex' | 'rule'>,
  hashes: Hashes,
): Result {
  const { sarif, place } = normal;
  const { level, message, locations = [], relatedLocations, codeFlows, partialFingerprints } = sarif;
  const [first, ...others] = locations;
  const placed = [locationAs(first, place), ...others.map((one) => locationAs(one))];
  const related = present(relatedLocations?.map((one) => locationAs(one)));
  const flows = flowsAs(codeFlows);
  return {
    ...rule,
    ...(level !== undefined && { level }),
    message: {
      text: textOf(message.text) ?? normal.rule.summary ?? normal.rule.id,
      ...(textOf(message.markdown) !== undefined && { markdown: message.markdown }),
    },
    locations: present(placed).slice(0, LIMITS.locations),
    ...(related.length > 0 && { relatedLocations: related.slice(0, LIMITS.locations) }),
    ...(flows.length > 0 && { codeFlows: flows }),
    partialFingerprints: {
      [FINGERPRINT]: textOf(partialFingerprints?.[FINGERPRINT]) ?? fingerprintOf(normal, hashes),
    },
  };
}

/** All flows together have so many steps at most. */
function flowsAs(given: readonly CodeFlow[] | undefined): CodeFlow[] {
  let room: number = LIMITS.steps;
  const flow = ({ locations }: ThreadFlow): ThreadFlow | undefined => {
    const steps = shortened(present(locations?.map(stepAs)), room);
    room -= steps.length;
    return steps.length > 0 ? { locations: steps } : undefined;
  };
  return (given ?? []).flatMap(({ threadFlows }) => {
    const flows = present(threadFlows?.map(flow));
    return flows.length > 0 ? [{ threadFlows: flows }] : [];
  });
}

function stepAs({ location }: ThreadFlowLocation): ThreadFlowLocation | undefined {
  const placed = locationAs(location);
  return placed && { location: placed };
}

/** Where a flow begins and where it ends says most. */
function shortened<T>(steps: readonly T[], most: number): T[] {
  if (steps.length <= most) return [...steps];
  const before = Math.ceil(most / 2);
  return [...steps.slice(0, before), ...steps.slice(steps.length - (most - before))];
}

function present<T extends Location | ThreadFlow | ThreadFlowLocation>(all: readonly (T | undefined)[] = []): T[] {
  return all.filter((one) => one !== undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

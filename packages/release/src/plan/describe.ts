import type { Plan, Step } from './state.ts';

/** A plan as lines for the terminal. */
export function describePlan(plan: Plan): string[] {
  if ('refused' in plan) return [`Refused: ${plan.refused}`, plan.remedy];
  if (plan.steps.length === 0) return ['Nothing to release.'];
  return plan.steps.map((step, index) => `${index + 1}. ${describeStep(step)}`);
}

/** One step in words. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'build':
      return `build ${step.version} from ${short(step.sources)}`;
    case 'push':
      return `push tag ${step.tag} on ${short(step.to)}${step.branch ? `, and ${step.branch.name} to ${short(step.branch.to)} in the same push` : ''}`;
    case 'draft':
      return `draft the GitHub release ${step.tag}${step.prerelease ? ', a prerelease' : ''}`;
    case 'upload':
      return `upload ${step.asset}${step.instead === undefined ? '' : ' instead of what is there'}`;
    case 'publish':
      return `publish the GitHub release ${step.tag}${step.latest ? ' as the latest' : ''}: from now on it cannot change`;
    case 'discard':
      return `remove the draft of ${step.tag} that another run made at the same time`;
    case 'move':
      return `move ${step.tag} ${step.from ? `from ${short(step.from)} ` : ''}to ${step.to}`;
  }
}

function short(id: string): string {
  return /^[\da-f]{40,}$/.test(id) ? id.slice(0, 12) : id;
}

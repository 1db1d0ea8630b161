import { type Graph, oneOf, type Random, randomHistory } from './random-history.ts';
import { type Asked, randomQuestion } from './random-question.ts';
import { changedPaths } from './reference.ts';
import { type Answer, type Clone, newWorld, type World } from './world.ts';

/** What was tried. */
export interface Trials {
  /** Sentences about wrong answers. */
  readonly wrong: readonly string[];
  /** How many answers were complete. */
  readonly complete: number;
}

/** Asks questions about random histories in checkouts of random depths, and compares with the slow way. */
export async function tryHistories(random: Random, histories: number, questions: number): Promise<Trials> {
  const wrong: string[] = [];
  let complete = 0;
  for (let history = 0; history < histories; history += 1) {
    const world = newWorld();
    try {
      const graph = randomHistory(world.origin, random, 6 + Math.floor(random() * 10));
      for (let question = 0; question < questions; question += 1) {
        const asked = randomQuestion(world, graph, random);
        const [how, checkout] = randomCheckout(world, asked, random);
        const answer = await world.ask(checkout, asked.event);
        if (answer.complete) complete += 1;
        const sentence = judge(world, graph, asked, answer);
        if (sentence) wrong.push(`history ${history}, question ${question}, ${asked.what}, ${how}: ${sentence}`);
        for (const tag of world.origin.git('tag').split('\n').filter(Boolean)) world.origin.git('tag', '-d', tag);
      }
    } finally {
      world.remove();
    }
  }
  return { wrong, complete };
}

function randomCheckout(world: World, { at }: Asked, random: Random): [how: string, checkout: Clone] {
  const depth = oneOf(random, [0, 1, 1, 2, 3, 5]);
  const filter = oneOf(random, [[], [], ['--filter=blob:none'], ['--filter=tree:0']]);
  return [`${depth} deep${filter.join(' ')}`, world.checkout(at, depth, ...filter)];
}

function judge({ origin }: World, graph: Graph, asked: Asked, answer: Answer): string | undefined {
  const { bases, head, isOpen } = asked;
  if (!answer.complete) return isOpen ? undefined : `it is not known, although it can be: ${answer.reason}`;
  if (isOpen) return `it answers ${answer.base}, although nothing tells`;
  const base = answer.base === '' ? undefined : answer.base;
  if (answer.head !== head || !bases.includes(base))
    return `it compares ${base} with ${answer.head}, and not ${bases.join(' or ')} with ${head} (${graph.size} commits)`;
  const right = changedPaths(origin, base, head);
  return JSON.stringify(answer.touched) === JSON.stringify(right)
    ? undefined
    : `it finds ${JSON.stringify(answer.touched)}, and not ${JSON.stringify(right)}`;
}

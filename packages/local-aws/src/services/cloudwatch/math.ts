import { notImplemented, validationFailed } from './errors.ts';
import type { Expression } from './math-syntax.ts';
import { periodsOf, type Series } from './series.ts';

/** What an expression comes to: a number, a time series, or several of them. */
export type Value = number | Series | readonly Series[];

/** The time series that an expression can use. */
export interface Surroundings {
  /** The value of an id; throws when there is none. */
  named(id: string): Value;
  /** What METRICS() stands for: all queried metrics, by id. */
  metrics(): ReadonlyMap<string, Series>;
}

/** Computes an expression. Where an operand has no data, or a division is by zero, the result has none. */
export function evaluate(expression: Expression, around: Surroundings): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      throw validationFailed(`Text is only allowed as an argument, not as a value: "${expression.value}"`);
    case 'id':
      return around.named(expression.name);
    case 'negative':
      return each(evaluate(expression.of, around), (value) => -value);
    case 'list':
      return expression.items.flatMap((item) => allSeries(evaluate(item, around)));
    case 'operator':
      return combined(
        evaluate(expression.left, around),
        evaluate(expression.right, around),
        operators[expression.sign] as (a: number, b: number) => number,
      );
    case 'call':
      return called(expression, around);
  }
}

/** Whether a value is one time series. */
export function isSeries(value: Value): value is Series {
  return typeof value === 'object' && 'points' in value;
}

const truth = (holds: boolean) => (holds ? 1 : 0);

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: total,
  AVG: (values) => total(values) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const maps: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

/** What AWS has beside: answered with a 501, not as a mistake of the caller. */
const missing =
  /^(ANOMALY_DETECTION_BAND|DATAPOINT_COUNT|DB_PERF_INSIGHTS|DIFF|DIFF_TIME|INSIGHT_RULE_METRIC|LAMBDA|LOG|LOG10|METRIC_COUNT|RATE|REMOVE_EMPTY|RUNNING_SUM|SEARCH|SERVICE_QUOTA|SLICE|SORT|STDDEV|TIME_SERIES|EPOCH|MINUTE|HOUR|DAY|DATE|MONTH|YEAR)$/;

function called({ name, given }: Expression & { kind: 'call' }, around: Surroundings): Value {
  const argument = (index: number): Value => {
    const wanted = given[index];
    if (!wanted) throw validationFailed(`The function ${name} needs more than ${given.length} arguments`);
    return evaluate(wanted, around);
  };
  const fold = Object.hasOwn(folds, name) ? folds[name] : undefined;
  if (fold) return folded(argument(0), fold);
  const map = Object.hasOwn(maps, name) ? maps[name] : undefined;
  if (map) return each(argument(0), map);
  switch (name) {
    case 'IF':
      return chosen(argument(0), argument(1), argument(2));
    case 'FILL':
      return filled(argument(0), given[1]);
    case 'PERIOD':
      return (one(argument(0), name).grid.period ?? 0) / 1000;
    case 'METRICS': {
      const part = given[0]?.kind === 'text' ? given[0].value : '';
      return [...around.metrics()].flatMap(([id, metric]) => (id.includes(part) ? [metric] : []));
    }
  }
  if (missing.test(name)) throw notImplemented(`the metric math function ${name}`);
  throw validationFailed(`Unknown function ${name} in a metric math expression`);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function each(value: Value, map: (value: number) => number): Value {
  if (typeof value === 'number') return map(value);
  if (!isSeries(value)) return value.map((item) => each(item, map) as Series);
  return { grid: value.grid, points: finite([...value.points].map(([at, point]) => [at, map(point)])) };
}

function combined(left: Value, right: Value, operator: (a: number, b: number) => number): Value {
  if (typeof right === 'number') return each(left, (value) => operator(value, right));
  if (typeof left === 'number') return each(right, (value) => operator(left, value));
  if (!isSeries(left)) return left.map((item) => combined(item, one(right, 'An operator'), operator) as Series);
  if (!isSeries(right)) return right.map((item) => combined(left, item, operator) as Series);
  const both = [...left.points].flatMap(([at, value]): [number, number][] => {
    const other = right.points.get(at);
    return other === undefined ? [] : [[at, operator(value, other)]];
  });
  return { grid: coarser(left, right).grid, points: finite(both) };
}

/** Of one series the fold of its values, a number; of several the fold of what they have at each moment. */
function folded(value: Value, fold: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return value;
  if (isSeries(value)) return value.points.size === 0 ? 0 : fold([...value.points.values()]);
  const moments = new Set(value.flatMap(({ points }) => [...points.keys()]));
  const points = [...moments].map((at): [number, number] => [
    at,
    fold(value.flatMap((item) => item.points.get(at) ?? [])),
  ]);
  return { grid: value.reduce(coarser, one(value[0] ?? [], 'A fold')).grid, points: finite(points) };
}

function chosen(condition: Value, then: Value, otherwise: Value): Value {
  const at = (value: Value, moment: number) =>
    typeof value === 'number' ? value : one(value, 'IF').points.get(moment);
  if (typeof condition === 'number') return condition === 0 ? otherwise : then;
  const { grid, points } = one(condition, 'IF');
  const taken = [...points].flatMap(([moment, holds]): [number, number][] => {
    const value = at(holds === 0 ? otherwise : then, moment);
    return value === undefined ? [] : [[moment, value]];
  });
  return { grid, points: finite(taken) };
}

function filled(value: Value, filler: Expression | undefined): Value {
  const constant = filler?.kind === 'negative' && filler.of.kind === 'number' ? -filler.of.value : undefined;
  const filling = filler?.kind === 'number' ? filler.value : constant;
  const repeats = filler?.kind === 'id' && filler.name === 'REPEAT';
  if (filling === undefined && !repeats) throw notImplemented('FILL with anything but a number or REPEAT');
  if (typeof value === 'number') return value;
  if (!isSeries(value)) return value.map((item) => filled(item, filler) as Series);
  const points = new Map<number, number>();
  let last = filling;
  for (const at of periodsOf(value.grid)) {
    const point = value.points.get(at) ?? last;
    if (point !== undefined) points.set(at, point);
    if (repeats) last = point;
  }
  return { grid: value.grid, points };
}

function coarser(a: Series, b: Series): Series {
  return a.grid.period >= b.grid.period ? a : b;
}

function one(value: Value, who: string): Series {
  if (typeof value === 'number' || !isSeries(value)) throw validationFailed(`${who} takes one time series here`);
  return value;
}

function allSeries(value: Value): readonly Series[] {
  if (typeof value === 'number') throw validationFailed('An array takes time series, not numbers');
  return isSeries(value) ? [value] : value;
}

function finite(points: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  return new Map(points.filter(([, value]) => Number.isFinite(value)).sort(([a], [b]) => a - b));
}

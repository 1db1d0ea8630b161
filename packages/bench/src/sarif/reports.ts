import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

/** How many results there are, and in how many reports. */
export interface Size {
  readonly results: number;
  readonly files: number;
}

/** Reports of SARIF in a folder. */
export interface Reports extends Size {
  readonly folder: string;
  /** The names of the files, in order. */
  readonly names: readonly string[];
  readonly bytes: number;
}

const RULES = 200;
const LEVELS = ['error', 'warning', 'note'];
/** Of each five results one is of a pool that all reports draw from, so that several tools report the same. */
const SHARED = 5;
const POOL = 100_000;
/** Results that are written at once. */
const PORTION = 1000;

/**
 * Writes reports into an empty folder, each of a tool of its own, with nothing in them by chance. About 400 bytes are a result, so that
 * 500,000 are 200 MB.
 */
export function reportsIn(folder: string, size: Size): Reports {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: size.files }, (_, file) => `report-${String(file).padStart(2, '0')}.sarif`);
  for (const [file, name] of names.entries()) writeReport(path.join(folder, name), file, size.results / size.files);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  return { ...size, folder, names, bytes };
}

function writeReport(to: string, file: number, count: number): void {
  const rules = Array.from({ length: RULES }, (_, rule) => ({
    id: `rule-${rule}`,
    shortDescription: { text: `Rule number ${rule}, about what a program should not do` },
    defaultConfiguration: { level: LEVELS[rule % LEVELS.length] },
  }));
  const driver = { name: `Scanner ${file}`, version: '1.0.0', rules };
  const descriptor = openSync(to, 'wx');
  try {
    writeSync(descriptor, `{"version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })},"results":[`);
    let portion: string[] = [];
    for (let index = 0; index < count; index += 1) {
      portion.push(`${index === 0 ? '' : ','}${JSON.stringify(resultOf(file, index))}`);
      if (portion.length < PORTION && index + 1 < count) continue;
      writeSync(descriptor, portion.join(''));
      portion = [];
    }
    writeSync(descriptor, ']}]}');
  } finally {
    closeSync(descriptor);
  }
}

function resultOf(file: number, index: number): object {
  // Where it stands in the pool is scattered, and the same whenever this runs.
  const isShared = index % SHARED === 0;
  const number = isShared ? Math.imul(file * 7919 + index, 2_654_435_761) >>> 0 : file * 1_000_003 + index;
  const one = isShared ? number % POOL : number;
  const rule = one % RULES;
  const line = 1 + (one % 2000);
  const column = 1 + (one % 80);
  const region = { startLine: line, startColumn: column, endLine: line, endColumn: column + 17 };
  const uri = `src/module${one % 41}/some/folders/component/file${one % 127}.ts`;
  return {
    ruleId: `rule-${rule}`,
    ruleIndex: rule,
    level: LEVELS[rule % LEVELS.length],
    message: { text: `Input ${one} reaches a query at handle${one % 977} and is not checked before.` },
    locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }],
    partialFingerprints: { primaryLocationLineHash: `${one.toString(16).padStart(16, '0')}:1` },
  };
}

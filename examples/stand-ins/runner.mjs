// What the stand-ins need of the runner, so that they need nothing that has to be installed.
import { appendFileSync, readFileSync } from 'node:fs';
import { EOL } from 'node:os';

/** What this stands in for, and where the folders of the run are. */
export const given = JSON.parse(readFileSync(new URL('stand-in.json', import.meta.url), 'utf8'));

/** Said first, so that no log is taken for one of the real action; with what is asked for in vain. */
export function introduce(does) {
  console.log(`A stand-in for ${given.uses}, on this machine: ${does}.`);
  // Inputs that action.yml describes as not imitated, with their defaults.
  for (const [name, value] of Object.entries(given.notImitated))
    if (input(name) !== '' && input(name) !== value) warn(`"${name}: ${input(name)}" is not imitated here.`);
}

export function input(name) {
  return (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

export function flag(name) {
  return /^true$/i.test(input(name));
}

export function output(name, value) {
  write('GITHUB_OUTPUT', name, value);
}

export function exportVariable(name, value) {
  write('GITHUB_ENV', name, value);
}

export function addPath(folder) {
  appendFileSync(process.env.GITHUB_PATH, `${folder}${EOL}`);
}

export function saveState(name, value) {
  write('GITHUB_STATE', name, value);
}

export function mask(value) {
  if (value) console.log(`::add-mask::${escaped(value)}`);
}

export function warn(message) {
  console.log(`::warning::${escaped(message)}`);
}

/** Ends the step as failed. */
export function fail(message) {
  console.log(`::error::${escaped(message)}`);
  process.exit(1);
}

function write(file, name, value) {
  const end = `end_${name}_${Math.random().toString(36).slice(2)}`;
  appendFileSync(process.env[file], `${name}<<${end}${EOL}${value}${EOL}${end}${EOL}`);
}

function escaped(text) {
  return String(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

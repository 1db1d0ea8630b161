import process from 'node:process';
import { runAction } from '@actions-aws/action';
import { connectAs } from '@actions-aws/aws';
import { inputs, outputs } from './inputs.ts';

const connect = connectAs('lambda-promote', process.env);

// In the bundle's one file, but run only when the inputs are right: the SDK takes longer to start than all the rest.
const wiring = () => import(/* webpackMode: "eager" */ './wiring.ts');

await runAction({
  inputs,
  outputs,
  main: async (run) => (await wiring()).main(run, connect),
  post: async (run) => (await wiring()).post(run, connect),
});

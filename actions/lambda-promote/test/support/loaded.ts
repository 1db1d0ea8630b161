// Loads what an action loads on demand. In a simulation nothing may be waited for but requests and sleeps, and a module that
// is there already takes neither.
import '@actions-aws/gates/cloudwatch';
import '@aws-sdk/client-cloudwatch';
import '@aws-sdk/client-s3';
import '../../src/canary/traffic.ts';
import '../../src/code/artifacts.ts';
import '../../src/code/s3-object.ts';

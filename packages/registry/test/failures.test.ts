import { explainAnswer } from '../src/failures.ts';

const doing = { doing: 'read the manifest of it', ecrAction: 'ecr:BatchGetImage' };
const refusal = (host: string, status: number) =>
  explainAnswer(
    { host, isEcr: false },
    { status, headers: {}, body: Buffer.from(''), from: new URL(`https://${host}/v2/`) },
    doing,
  );

test.each([401, 403])('a name without a host, for which Docker Hub says %s: how one of ECR is written', (status) => {
  const { hint } = refusal('registry-1.docker.io', status);
  expect(hint).toMatch(/^Log in to Docker Hub with docker\/login-action/);
  expect(hint).toContain('If ECR is meant, write the whole name: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/NAME`.');
  expect(refusal('registry.example.com', status).hint).not.toContain('ECR');
});

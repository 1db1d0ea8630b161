import type { Deployments } from '../deployments.ts';
import { listPage } from '../pages.ts';
import type { Route } from '../route.ts';

const docs = 'https://docs.github.com/rest/deployments';

/** Deployments and their statuses. */
export function deploymentRoutes(
  deployed: Deployments,
  shaOf: (ref: string) => Promise<string | undefined>,
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/deployments',
      needs: 'deployments',
      source: `${docs}/deployments#list-deployments`,
      answer: (asked) => listPage(deployed.list(asked.query), asked),
    },
    {
      method: 'POST',
      path: '/deployments',
      needs: 'deployments',
      source: `${docs}/deployments#create-a-deployment`,
      answer: async ({ body }) => {
        const sha = typeof body.ref === 'string' ? await shaOf(body.ref) : undefined;
        return { status: 201, value: deployed.create(body, () => sha) };
      },
    },
    {
      method: 'GET',
      path: '/deployments/{id}',
      needs: 'deployments',
      source: `${docs}/deployments#get-a-deployment`,
      answer: ({ places }) => ({ value: deployed.get(Number(places.id)) }),
    },
    {
      method: 'GET',
      path: '/deployments/{id}/statuses',
      needs: 'deployments',
      source: `${docs}/statuses#list-deployment-statuses`,
      answer: (asked) => listPage(deployed.statuses(Number(asked.places.id)), asked),
    },
    {
      method: 'POST',
      path: '/deployments/{id}/statuses',
      needs: 'deployments',
      source: `${docs}/statuses#create-a-deployment-status`,
      answer: ({ places, body }) => ({ status: 201, value: deployed.addStatus(Number(places.id), body) }),
    },
  ];
}

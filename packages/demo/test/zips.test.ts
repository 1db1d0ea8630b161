import { chapters } from '../src/story/chapters.ts';
import { asZips } from '../src/story/zips.ts';
import { workflowSteps } from '../src/workflow/steps.ts';

test('as zips the story has the same chapters, and nothing of images', () => {
  const zips = asZips(chapters);
  expect(zips.map(({ scene, steps }) => [scene, steps.map(({ outcome }) => outcome)])).toEqual(
    chapters.map(({ scene, steps }) => [scene, steps.map(({ outcome }) => outcome)]),
  );
  const steps = zips.flatMap((chapter) => chapter.steps).flatMap(workflowSteps);
  expect([...new Set(steps.map(({ action }) => action))]).toEqual([
    'detect-changes',
    'lambda-promote',
    'lambda-rollback',
  ]);
  for (const { action, inputs } of steps) {
    expect(inputs['image-uri']).toBeUndefined();
    if (action === 'lambda-promote') expect(inputs.zip).toBe('src');
  }
  for (const { about, moral } of zips) expect(`${about} ${moral}`).not.toMatch(/image|digest/);
});

test('as images each push names one, and the tag follows what users have', () => {
  const first = chapters[0]?.steps.flatMap(workflowSteps).map(({ action }) => action);
  expect(first).toEqual([
    'detect-changes',
    'image-tag',
    'docker/build-push-action@v7',
    'lambda-promote',
    'image-promote',
  ]);
});

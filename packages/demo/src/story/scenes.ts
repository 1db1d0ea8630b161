import { ecsScene } from '../ecs/chapters.ts';
import { frontendScene } from '../frontend/chapters.ts';
import { securityScene } from '../security/pushes.ts';
import type { Staged } from './chapters.ts';

/** Stories of their own, each of one scene, in the order in which they are told after this one. */
export const scenesBeside: readonly string[] = [frontendScene, ecsScene, securityScene];

/**
 * The chapters that are played: all of them, or those of one scene, with what must have happened before it.
 *
 * @param wanted what stands behind `npm start --`; nothing for the whole story.
 * @throws where there is no such scene, or several are asked for, naming those that there are.
 */
export function scenesFor(chapters: readonly Staged[], wanted: readonly string[]): readonly Staged[] {
  const [scene, ...more] = wanted;
  if (scene === undefined) return chapters;
  const found = chapters.find((chapter) => chapter.scene === scene);
  const names = [...chapters.map((chapter) => chapter.scene), ...scenesBeside].join(', ');
  if (more.length > 0)
    throw new Error(`One scene at a time: ${wanted.join(' ')} are ${wanted.length}. There are ${names}.`);
  if (!found) throw new Error(`There is no scene "${scene}". There are ${names}; without a name all are played.`);
  return chapters.filter((chapter) => chapter === found || found.after.includes(chapter.scene));
}

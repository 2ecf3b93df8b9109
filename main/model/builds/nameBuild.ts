import type { Build, BuildStepState } from '../../contract/build.ts'

/** Pure. What a build is known by: the image's name, or else where it was built from. */
export function nameBuild({ tags, folder, dockerfile }: Pick<Build, 'tags' | 'folder' | 'dockerfile'>): string {
  return tags[0] ?? dockerfile ?? folder ?? 'without a name'
}

export function countSteps({ steps }: Build, state: BuildStepState): number {
  return steps.filter((step) => step.state === state).length
}

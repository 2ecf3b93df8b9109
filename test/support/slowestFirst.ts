import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take long beside others, by how long; each of the rest takes less than any of these. */
export const slowFiles = [
  'test/conformance/qemuFull.test.ts',
  'test/integration/drivers/virtualbox.test.ts',
  'test/conformance/venv.test.ts',
  'test/conformance/docker.test.ts',
  'test/conformance/virtualbox.test.ts',
  'test/integration/dockerPython.test.ts',
  'test/integration/bin/env.test.ts',
  'test/conformance/qemu.test.ts',
  'test/integration/drivers/venvEnvironments.test.ts',
  'test/integration/package.test.ts',
] as const

/**
 * Begins with the slowest, so that all workers end together. Vitest knows how long files take only where they have run
 * before; on a fresh clone it begins with the largest, and the slowest ones, which run a whole spec, are the smallest.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return putSlowestFirst(await super.sort(files))
  }
}

interface Ordered {
  readonly moduleId: string
  readonly project: { readonly config: { readonly sequence: { readonly groupOrder: number } } }
}

/** Within their group; what is not slow stays in its order behind them. */
export function putSlowestFirst<T extends Ordered>(files: readonly T[]): T[] {
  return files.toSorted((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b))
}

function groupOf({ project }: Ordered): number {
  return project.config.sequence.groupOrder
}

function rankOf({ moduleId }: Ordered): number {
  const rank = slowFiles.findIndex((path) => moduleId.endsWith(`/${path}`))
  return rank === -1 ? slowFiles.length : rank
}

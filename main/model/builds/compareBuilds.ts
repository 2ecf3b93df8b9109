import type { BuildDiff, BuildStep } from '../../contract/build.ts'
import { compareContexts } from './contextManifest.ts'
import type { KnownBuild } from './explainStep.ts'

/** Pure. Two builds side by side: steps of the same instruction in the same order beside each other. */
export function compareBuilds(before: KnownBuild, after: KnownBuild): BuildDiff {
  return {
    before: before.build,
    after: after.build,
    steps: alignSteps(before.build.steps, after.build.steps),
    files:
      before.manifest === null || after.manifest === null
        ? null
        : [...compareContexts(before.manifest, after.manifest)].slice(0, 1_000),
  }
}

/** Two of two thousand instructions each; a table of more takes the memory away. */
const mostCells = 4_000_000

/** The longest common subsequence of instructions; what stands between is paired by its keyword where it can be. */
function alignSteps(before: readonly BuildStep[], after: readonly BuildStep[]): BuildDiff['steps'] {
  if (before.length * after.length > mostCells) return alignByPlace(before, after)
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const isSame = before[row]?.instruction === after[column]?.instruction
      const cells = lengths[row]
      if (cells)
        cells[column] = isSame ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pairs: BuildDiff['steps'] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const one = before[row] ?? null
    const other = after[column] ?? null
    const isPair =
      one !== null &&
      other !== null &&
      (one.instruction === other.instruction ||
        (isAlike(one, other) && at(row + 1, column + 1) === Math.max(at(row + 1, column), at(row, column + 1))))
    const takesOne = isPair || (one !== null && (other === null || at(row + 1, column) >= at(row, column + 1)))
    const takesOther = isPair || !takesOne
    pairs.push({ before: takesOne ? one : null, after: takesOther ? other : null })
    if (takesOne) row++
    if (takesOther) column++
  }
  return pairs
}

function alignByPlace(before: readonly BuildStep[], after: readonly BuildStep[]): BuildDiff['steps'] {
  const length = Math.max(before.length, after.length)
  return Array.from({ length }, (_none, at) => ({ before: before[at] ?? null, after: after[at] ?? null }))
}

function isAlike(one: BuildStep, other: BuildStep): boolean {
  return one.instruction.split(' ')[0] === other.instruction.split(' ')[0]
}

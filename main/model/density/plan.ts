/**
 * At which numbers of instances memory is read. As many as can be started one after the other in the budget, judged by
 * the first start-up; never fewer than six points, and never more instances than can be removed again in a moment.
 */
const startBudgetMs = 10_000

const fastPoints = [1, 2, 4, 8, 12, 16, 24, 32] as const
const moderatePoints = [1, 2, 3, 4, 6, 8] as const
const slowPoints = [1, 2, 3, 4, 5, 6] as const

/** Of the machine's memory that is always left to others. */
export const floorShare = 0.25

/** `firstStartup` is in milliseconds. Ascending. */
export function choosePoints(firstStartup: number): readonly number[] {
  const affordable = startBudgetMs / firstStartup
  if (affordable >= 16) return fastPoints.filter((point) => point <= affordable)
  return affordable >= 8 ? moderatePoints : slowPoints
}

/** What is known before `more` further instances are started, in bytes. */
export interface MemoryOutlook {
  readonly total: number
  /** With no instance, and now with `instances` of them. */
  readonly availableAtZero: number
  readonly available: number
  readonly instances: number
  readonly more: number
}

/**
 * Whether starting them would leave less than the floor, by what the instances so far took on average. The first one
 * is started on nothing but the floor itself.
 */
export function wouldBreakFloor(outlook: MemoryOutlook): boolean {
  const { total, availableAtZero, available, instances, more } = outlook
  const perInstance = instances === 0 ? 0 : Math.max(0, (availableAtZero - available) / instances)
  return available - more * perInstance < floorShare * total
}

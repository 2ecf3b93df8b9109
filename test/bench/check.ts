/** One comparison with both of its sides, as the bench prints it. */
export interface Check {
  readonly name: string
  readonly unit: 'ms' | 's' | 'ratio' | 'bytes' | 'count'
  readonly ours: Readonly<Record<string, number>>
  readonly reference: Readonly<Record<string, number>>
  /** What must hold, in words. */
  readonly limit: string
  readonly holds: boolean
}

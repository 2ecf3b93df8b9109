/** There is no figure, and this is why. */
export interface Absent {
  readonly absent: string
}

export function isAbsent(value: unknown): value is Absent {
  return typeof value === 'object' && value !== null && 'absent' in value
}

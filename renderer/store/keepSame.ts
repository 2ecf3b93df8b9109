/**
 * The new list, with each object of before in the place of one that says the same: what shows it need not be shown again.
 * Compares fields, and lists of plain values in them.
 */
export function keepSame<T extends { readonly id: string }>(before: ReadonlyMap<string, T>, now: readonly T[]): T[] {
  return now.map((one) => {
    const known = before.get(one.id)
    return known && saysTheSame(known, one) ? known : one
  })
}

export function indexById<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.id, one]))
}

function saysTheSame<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[]
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]))
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => Object.is(value, b[index]))
  }
  return Object.is(a, b)
}

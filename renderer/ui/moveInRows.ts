/** How many rows a page is. */
const page = 10

/** The row a key goes to; null for a key that goes nowhere. */
export function moveInRows(key: string, from: number, count: number): number | null {
  const to = targets.get(key)?.(from, count)
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to))
}

const targets = new Map<string, (from: number, count: number) => number>([
  ['ArrowDown', (from) => from + 1],
  ['ArrowUp', (from) => from - 1],
  ['PageDown', (from) => from + page],
  ['PageUp', (from) => from - page],
  ['Home', () => 0],
  ['End', (_from, count) => count - 1],
])

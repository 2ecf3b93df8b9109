/** `a=b, c=d` */
export function joinPairs(record: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(record).map(([name, value]) => `${name}=${value}`)
  return pairs.join(', ') || 'none'
}

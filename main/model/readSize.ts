/** Bytes of each unit, as it is written for people: IEC 80000-13 for binary prefixes, SI for decimal ones. */
const units: Readonly<Record<string, number>> = {
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
}

/**
 * Bytes of a size that somebody types, such as `2 GiB`, `1.5GiB` or `512 MB`; null for what is none. A number needs its unit:
 * programs do not agree on what they take one without for, nor on what `G` is.
 */
export function readSize(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:[.,]\d+)?)\s*([a-z]{2,3})$/i.exec(text.trim()) ?? []
  const size = units[unit.toLowerCase()]
  return number === undefined || size === undefined ? null : Math.round(Number(number.replace(',', '.')) * size)
}

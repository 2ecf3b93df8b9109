import type { Package, PackageChanges } from '../../../main/contract/environment.ts'

/** Those that have every word of the search somewhere in their name, version or channel. */
export function searchPackages(packages: readonly Package[], search: string): readonly Package[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return packages.filter(({ name, version, channel }) => {
    const text = `${name} ${version} ${channel ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** `numpy 1.26.4 → 2.1.0, + six 1.16.0, − toml 0.10`; null where nothing had to be changed. */
export function describeChanges({ installed, removed }: PackageChanges): string | null {
  const before = new Map(removed.map(({ name, version }) => [name, version]))
  const came = installed.map(({ name, version }) => {
    const old = before.get(name)
    before.delete(name)
    return old === undefined ? `+ ${name} ${version}` : `${name} ${old} → ${version}`
  })
  const went = [...before].map(([name, version]) => `− ${name} ${version}`)
  return came.length + went.length === 0 ? null : [...came, ...went].join(', ')
}

/**
 * Where distributions write down what is installed. dpkg-query(1), "FILES"; wiki.alpinelinux.org, "Apk spec", installed
 * database. Those of rpm are binary and are not read.
 */
const readers: Readonly<
  Record<string, { readonly name: string; readonly read: (text: string) => Map<string, string> }>
> = {
  'var/lib/dpkg/status': { name: 'dpkg', read: readDpkg },
  'lib/apk/db/installed': { name: 'apk', read: readApk },
  'usr/lib/apk/db/installed': { name: 'apk', read: readApk },
}

/** Images without a package manager have one file for each package. */
const distrolessFolder = 'var/lib/dpkg/status.d/'

export function isPackageDatabase(path: string): boolean {
  return Object.hasOwn(readers, path) || (path.startsWith(distrolessFolder) && !path.endsWith('.md5sums'))
}

export interface InstalledPackages {
  /** Which databases were found, such as `dpkg`. */
  readonly databases: readonly string[]
  /** Version of each, by name. */
  readonly versions: ReadonlyMap<string, string>
}

/** Pure. `texts`: of the databases, by path. What cannot be understood is left out. */
export function readPackages(texts: ReadonlyMap<string, string>): InstalledPackages {
  const databases = new Set<string>()
  const versions = new Map<string, string>()
  for (const [path, text] of texts) {
    const reader = Object.hasOwn(readers, path) ? readers[path] : undefined
    const { name, read } = reader ?? { name: 'dpkg', read: readDpkg }
    databases.add(name)
    for (const [one, version] of read(text)) versions.set(one, version)
  }
  return { databases: [...databases].sort(), versions }
}

/** deb-status: paragraphs of `Field: value`; what was removed and left its configuration is not installed. */
function readDpkg(text: string): Map<string, string> {
  const versions = new Map<string, string>()
  for (const paragraph of text.split(/\n\s*\n/)) {
    const fields = readFields(paragraph, /^(Package|Version|Architecture|Status): *(.*)$/gm)
    const name = fields.get('Package')
    const version = fields.get('Version')
    if (name === undefined || version === undefined) continue
    const status = fields.get('Status')
    if (status !== undefined && !status.endsWith(' installed')) continue
    const other = versions.get(name)
    // Two architectures of one package stand beside each other.
    versions.set(other === undefined ? name : `${name}:${fields.get('Architecture') ?? ''}`, version)
  }
  return versions
}

/** Paragraphs of `P:name` and `V:version`. */
function readApk(text: string): Map<string, string> {
  const versions = new Map<string, string>()
  for (const paragraph of text.split('\n\n')) {
    const fields = readFields(paragraph, /^([PV]):(.*)$/gm)
    const name = fields.get('P')
    const version = fields.get('V')
    if (name !== undefined && version !== undefined) versions.set(name, version)
  }
  return versions
}

function readFields(paragraph: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...paragraph.matchAll(pattern)].map(([, name = '', value = '']) => [name, value.trim()]))
}

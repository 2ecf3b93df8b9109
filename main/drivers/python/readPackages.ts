/**
 * What is installed in an environment, as its files say: nothing of an environment that somebody else made is run to look at it.
 * https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 * Packages of the system that it lets in, and those that `setup.py develop` linked, are not among them.
 */
import { lstat, opendir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readStart } from './readStart.ts'

export interface InstalledPackage {
  /** Name and version have no spaces and no line feeds, whatever the files say. */
  readonly name: string
  readonly version: string
  /** Where it came from when that was no index. */
  readonly origin: PackageOrigin | null
}

export type PackageOrigin =
  | { readonly kind: 'editable'; readonly url: string }
  /** What stands behind the name and an @ in a requirements.txt. */
  | { readonly kind: 'address'; readonly reference: string }

/** Of one folder; no environment has so many, and one that was put there to keep us busy has. */
const mostEntries = 50_000
const mostPackages = 10_000

/** By name. Never rejects: what cannot be read is not there. */
export async function readPackages(environment: string): Promise<readonly InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>()
  for (const folder of await listSitePackages(environment)) {
    for (const record of await listRecords(folder)) {
      if (found.size >= mostPackages) break
      const one = await readRecord(folder, record)
      const key = one?.name.toLowerCase().replace(/[-_.]+/g, '-')
      if (one && key !== undefined && !found.has(key)) found.set(key, one)
    }
  }
  const sortKey = ({ name }: InstalledPackage) => name.toLowerCase()
  return [...found.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

/** `lib64` is a link to `lib` as a rule, and a folder of its own where a distribution has both. */
async function listSitePackages(environment: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['lib', 'lib64'].map(async (lib) => {
      const path = join(environment, lib)
      if (!(await isFolder(path))) return []
      const names = (await readdir(path).catch(() => [])).filter((name) => /^(python|pypy)3[\d.]*t?$/.test(name)).sort()
      return names.map((name) => join(path, name, 'site-packages'))
    }),
  )
  return [...folders.flat(), join(environment, 'Lib', 'site-packages')]
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() === true
}

/** pip renames what it is about to remove so that it begins with a tilde. */
async function listRecords(folder: string): Promise<readonly string[]> {
  const names: string[] = []
  const directory = await opendir(folder).catch(() => null)
  if (!directory) return names
  try {
    for (let read = 0; read < mostEntries; read++) {
      const entry = await directory.read()
      if (entry === null) break
      if (/^[^~].*\.(dist|egg)-info$/.test(entry.name)) names.push(entry.name)
    }
  } catch {
    // What was read until then is there.
  } finally {
    await directory.close().catch(() => undefined)
  }
  return names.sort()
}

async function readRecord(folder: string, record: string): Promise<InstalledPackage | null> {
  const path = join(folder, record)
  const isDist = record.endsWith('.dist-info')
  const text =
    (await readStart(join(path, isDist ? 'METADATA' : 'PKG-INFO'))) ?? (isDist ? null : await readStart(path))
  const said = text === null ? null : parseMetadata(text)
  const known = said ?? parseRecordName(record)
  if (known === null) return null
  const direct = isDist ? await readStart(join(path, 'direct_url.json')) : null
  return { ...known, origin: direct === null ? null : parseDirectUrl(direct) }
}

type NameAndVersion = Pick<InstalledPackage, 'name' | 'version'>

/** Pure. From the header, which ends at the first empty line; null where it has no name and version that could be ones. */
export function parseMetadata(text: string): NameAndVersion | null {
  const [header = ''] = text.split(/\r?\n\r?\n/, 1)
  const read = (key: string) => new RegExp(`^${key}:[ \\t]*(\\S+)[ \\t]*\\r?$`, 'm').exec(header)?.[1] ?? ''
  return check({ name: read('Name'), version: read('Version') })
}

/** Pure. `isoscope_sample-1.0.dist-info`, `PyYAML-6.0-py3.11.egg-info` */
function parseRecordName(record: string): NameAndVersion | null {
  const [, name = '', version = ''] = /^([^-]+)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(record) ?? []
  return check({ name, version })
}

function check(one: NameAndVersion): NameAndVersion | null {
  const isName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(one.name)
  return isName && /^[A-Za-z0-9][A-Za-z0-9.!+_-]{0,99}$/.test(one.version) ? one : null
}

/** https://packaging.python.org/en/latest/specifications/direct-url-data-structure/ */
const directUrlSchema = z.object({
  url: z
    .string()
    .max(4_000)
    .regex(/^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/),
  subdirectory: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/)
    .optional(),
  vcs_info: z
    .object({ vcs: z.enum(['git', 'hg', 'bzr', 'svn']), commit_id: z.string().regex(/^[\w.-]{1,100}$/) })
    .optional(),
  archive_info: z
    .object({
      hash: z
        .string()
        .regex(/^\w{1,20}=[0-9a-f]{1,200}$/)
        .optional(),
    })
    .optional(),
  dir_info: z.object({ editable: z.boolean().optional() }).optional(),
})

/** Pure. null for what is not understood: then the version alone is told. */
export function parseDirectUrl(text: string): PackageOrigin | null {
  const parsed = directUrlSchema.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { url, subdirectory, vcs_info: vcs, archive_info: archive, dir_info: folder } = parsed.data
  if (folder?.editable) return { kind: 'editable', url }
  const address = vcs ? `${vcs.vcs}+${url}@${vcs.commit_id}` : url
  const parts = [...(archive?.hash ? [archive.hash] : []), ...(subdirectory ? [`subdirectory=${subdirectory}`] : [])]
  return { kind: 'address', reference: parts.length === 0 ? address : `${address}#${parts.join('&')}` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What makes environments and is in each of them; `pip freeze` leaves it out too. */
const tools = new Set(['pip', 'setuptools', 'wheel', 'distribute'])

/** Pure. A requirements.txt as `pip freeze` writes it. */
export function writeRequirements(packages: readonly InstalledPackage[]): string {
  const listed = packages.filter(({ name }) => !tools.has(name.toLowerCase()))
  return listed.map((one) => `${writeRequirement(one)}\n`).join('')
}

function writeRequirement({ name, version, origin }: InstalledPackage): string {
  if (origin === null) return `${name}==${version}`
  return origin.kind === 'editable'
    ? `# ${name}==${version}, editable\n-e ${origin.url}`
    : `${name} @ ${origin.reference}`
}

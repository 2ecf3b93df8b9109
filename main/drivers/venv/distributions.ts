import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readElf } from '../elf.ts'
import { readStart } from '../python/readStart.ts'

/** What is installed in an environment, https://packaging.python.org/en/latest/specifications/recording-installed-packages/ */
export interface Distribution {
  /** `isoscope_sample-1.0` */
  readonly title: string
  /** Platforms of its wheel's tags: `any`, or such as `manylinux_2_17_x86_64`. Empty where it does not say. */
  readonly platforms: readonly string[]
  readonly requiresPython: string | null
}

export async function readDistributions(sitePackages: string): Promise<readonly Distribution[]> {
  const names = (await readdir(sitePackages)).filter((name) => name.endsWith('.dist-info')).sort()
  return Promise.all(
    names.map(async (name) => {
      const read = async (file: string) => (await readStart(join(sitePackages, name, file))) ?? ''
      return {
        title: name.replace(/\.dist-info$/, ''),
        platforms: parsePlatforms(await read('WHEEL')),
        requiresPython: parseRequiresPython(await read('METADATA')),
      }
    }),
  )
}

/** Pure. `Tag: py3-none-any`, one line each; the platform is the last of three parts. */
export function parsePlatforms(wheel: string): readonly string[] {
  const platforms = [...wheel.matchAll(/^Tag: [^-\s]+-[^-\s]+-(\S+)\s*$/gm)].map(([, platform]) => platform ?? '')
  return [...new Set(platforms)].sort()
}

/** Pure. From the header of a METADATA file; what follows the first empty line is a description. */
export function parseRequiresPython(metadata: string): string | null {
  const [header = ''] = metadata.split(/\r?\n\r?\n/)
  return /^Requires-Python: *(.+?)\s*$/m.exec(header)?.[1] ?? null
}

/** Architectures of the files below that are machine code, each with how many there are. */
export async function countMachineCode(folder: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const head = Buffer.alloc(4096)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Python's own names for compiled modules; launchers for Windows (pip's .exe) are programs that nothing imports.
    if (!entry.isFile() || !/\.(so|pyd|dylib)(\.\d+)*$/.test(entry.name)) continue
    const file = await open(join(entry.parentPath, entry.name))
    try {
      const { bytesRead } = await file.read(head, 0, head.length, 0)
      const architecture = readElf(head.subarray(0, bytesRead))?.architecture ?? 'of another system'
      counts.set(architecture, (counts.get(architecture) ?? 0) + 1)
    } finally {
      await file.close()
    }
  }
  return counts
}

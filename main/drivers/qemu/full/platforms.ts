import { join } from 'node:path'
import type { Fact } from '../../../contract/metrics.ts'
import { formatQuantity } from '../../../model/format.ts'
import { runProgramTree } from '../../../os/runTree.ts'
import { findPrograms } from '../../../os/searchPath.ts'
import { workloadVariables } from '../../../os/variables.ts'
import type { DriverDeps } from '../../driver.ts'
import { readElf } from '../../elf.ts'
import { describeKernel } from '../../guest/artifactFacts.ts'
import { readFileHead } from '../../guest/fileHead.ts'
import { describeElsewhere } from '../platforms.ts'
import { convertDisk, type DiskInfo, type DiskTools } from './exportDisk.ts'

/**
 * debugfs -R 'dump /lib/systemd/systemd init' RAW
 * https://manpages.debian.org/debugfs
 *
 * Reads a file of a file system that is not mounted. Its exit code is 0 also where there is no such file.
 */
const initPath = '/lib/systemd/systemd'
const dumped = 'init'

/** The head of the disk's init; null where it cannot be read. `folder` is for scratch files. */
export async function readInitHead(
  deps: DriverDeps,
  tools: DiskTools,
  { image, folder }: { readonly image: string; readonly folder: string },
  signal: AbortSignal,
): Promise<Buffer | null> {
  const [debugfs] = findPrograms('debugfs', deps.env, deps.platform)
  if (debugfs === undefined) return null
  const raw = join(folder, 'raw')
  await convertDisk(tools, { from: image, to: raw }, 'raw', signal)
  const options = { engine: 'qemu', env: { ...workloadVariables, LC_ALL: 'C' }, signal, cwd: folder }
  await runProgramTree(tools.launch, debugfs, buildDumpArgs(raw), options)
  return readFileHead(join(folder, dumped)).catch(() => null)
}

/** The file's name is relative, because debugfs splits its request at blanks. */
export function buildDumpArgs(raw: string): readonly string[] {
  return ['-R', `dump ${initPath} ${dumped}`, raw]
}

interface SystemArtifact {
  readonly kernelHead: Buffer
  readonly initHead: Buffer | null
  readonly disk: DiskInfo
  /** qemu-system-… */
  readonly system: string
}

/** Pure. What kernel, disk and the programs on it run on. */
export function describeSystemPlatforms({ kernelHead, initHead, disk, system }: SystemArtifact): readonly Fact[] {
  const init = initHead && readElf(initHead)
  return [
    describeKernel(kernelHead, system),
    {
      id: 'disk',
      title: 'disk',
      value: disk.format,
      meaning:
        `${formatQuantity(disk.virtualSize, 'bytes')} for the guest; ` +
        (disk.backing === null ? 'it needs no other file' : 'it cannot be read without its backing file'),
      basis: 'measured',
    },
    {
      id: 'program',
      title: `${initPath}, the disk’s init`,
      value: init?.architecture ?? null,
      meaning: init
        ? init.loader === null
          ? 'static: it needs the kernel alone'
          : `needs ${init.loader} of the disk`
        : initHead
          ? 'it is no machine code'
          : 'it could not be read from the disk (by debugfs of e2fsprogs)',
      basis: 'measured',
    },
    describeElsewhere(),
  ]
}

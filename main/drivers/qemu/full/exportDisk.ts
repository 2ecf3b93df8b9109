import { z } from 'zod'
import { EngineError } from '../../../model/engineError.ts'
import type { RunOptions } from '../../../os/run.ts'
import { runProgramTree } from '../../../os/runTree.ts'
import { workloadVariables } from '../../../os/variables.ts'

/**
 * qemu-img convert [-c] -O FORMAT FILE FILE      one file that needs no other, -c compressed
 * qemu-img compare FILE FILE                     exit code 1 when what the guest would read differs
 * qemu-img info --output=json FILE
 * https://www.qemu.org/docs/master/tools/qemu-img.html
 */
export interface DiskTools {
  readonly launch: string
  readonly qemuImg: string
}

export type DiskFormat = 'qcow2' | 'compressed qcow2' | 'raw'

/** Half a file may be left after an abort or a failure. */
export async function convertDisk(
  { launch, qemuImg }: DiskTools,
  files: { readonly from: string; readonly to: string },
  format: DiskFormat,
  signal: AbortSignal,
): Promise<void> {
  await runProgramTree(launch, qemuImg, buildConvertArgs(files.from, files.to, format), createOptions(signal))
}

export function buildConvertArgs(from: string, to: string, format: DiskFormat): readonly string[] {
  return [
    'convert',
    ...(format === 'compressed qcow2' ? ['-c'] : []),
    '-O',
    format === 'raw' ? 'raw' : 'qcow2',
    from,
    to,
  ]
}

/** By what a guest would read, however it is stored. */
export async function haveSameContent(
  { launch, qemuImg }: DiskTools,
  one: string,
  other: string,
  signal: AbortSignal,
): Promise<boolean> {
  const options = { ...createOptions(signal), acceptedExitCodes: [0, 1] }
  const { exitCode } = await runProgramTree(launch, qemuImg, ['compare', one, other], options)
  return exitCode === 0
}

const infoSchema = z.object({
  format: z.string(),
  'virtual-size': z.int(),
  'full-backing-filename': z.string().optional(),
})

export interface DiskInfo {
  readonly format: string
  /** Bytes that the guest sees. */
  readonly virtualSize: number
  /** The file without which this one cannot be read; null where it needs none. */
  readonly backing: string | null
}

export async function readDiskInfo({ launch, qemuImg }: DiskTools, file: string, signal: AbortSignal) {
  const args = ['info', '--output=json', file]
  return parseDiskInfo((await runProgramTree(launch, qemuImg, args, createOptions(signal))).stdout)
}

/** Throws `bad_output`. */
export function parseDiskInfo(output: string): DiskInfo {
  try {
    const info = infoSchema.parse(JSON.parse(output))
    return {
      format: info.format,
      virtualSize: info['virtual-size'],
      backing: info['full-backing-filename'] ?? null,
    }
  } catch (cause) {
    throw new EngineError('bad_output', 'qemu', 'qemu-img did not say what the disk is.', { cause })
  }
}

function createOptions(signal: AbortSignal): RunOptions {
  return { engine: 'qemu', env: { ...workloadVariables, LC_ALL: 'C' }, signal, timeout: 600_000 }
}

import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../../../model/engineError.ts'
import { readKeptJsonFile, replaceFile } from '../../../os/jsonFile.ts'

/**
 * FOLDER/snapshots.json: what a qcow2 file has no room for. In the file itself a snapshot has its id for a name, so that what a user
 * calls it needs no escaping and may occur twice.
 */
const snapshotFileSchema = z.strictObject({
  snapshots: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      parent: z.string().nullable(),
    }),
  ),
  /** What the machine has now began as this one. */
  current: z.string().nullable(),
  /** Whose memory the next start goes on with. */
  resume: z.string().nullable(),
})
export type SnapshotFile = z.infer<typeof snapshotFileSchema>

const none: SnapshotFile = { snapshots: [], current: null, resume: null }

function pathOf(machineFolder: string): string {
  return join(machineFolder, 'snapshots.json')
}

/** Throws `bad_output` when it is damaged: the snapshots themselves are in the disk. */
export function readSnapshotFile(machineFolder: string): SnapshotFile {
  return readKeptJsonFile(pathOf(machineFolder), none, (content) => {
    const parsed = snapshotFileSchema.safeParse(content)
    if (parsed.success) return parsed.data
    throw new EngineError('bad_output', 'qemu', 'The list of the machine’s snapshots cannot be read.', {
      remedy: { text: 'Move snapshots.json out of the folder of the machine; the snapshots stay in its disk' },
    })
  })
}

export function writeSnapshotFile(machineFolder: string, content: SnapshotFile): void {
  replaceFile(pathOf(machineFolder), JSON.stringify(content))
}

/** Pure. It follows the present one, and is the present one from then on. */
export function addSnapshot(
  file: SnapshotFile,
  added: { readonly id: string; readonly name: string; readonly description: string | null },
): SnapshotFile {
  const snapshots = [...file.snapshots, { ...added, parent: file.current }]
  return { ...file, snapshots, current: added.id }
}

/** Pure. What followed it follows what it followed. */
export function removeSnapshot(file: SnapshotFile, id: string): SnapshotFile {
  const parent = file.snapshots.find((one) => one.id === id)?.parent ?? null
  return {
    snapshots: file.snapshots
      .filter((one) => one.id !== id)
      .map((one) => (one.parent === id ? { ...one, parent } : one)),
    current: file.current === id ? parent : file.current,
    resume: file.resume === id ? null : file.resume,
  }
}

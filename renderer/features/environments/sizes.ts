import { create } from 'zustand'
import { createQueue } from '../../store/queue.ts'
import { diskReadsAtOnce, type Reading, readDisk } from '../instances/useDisk.ts'

type Size = Reading | 'reading'

/** What each has on disk, as it was when it was read. */
export const useSizes = create<Readonly<Record<string, Size>>>(() => ({}))

/** Reads those of these environments, in the order they are given. */
export async function readSizes(ids: readonly string[]): Promise<void> {
  const queue = createQueue(diskReadsAtOnce)
  useSizes.setState(Object.fromEntries(ids.map((id) => [id, 'reading'] as const)))
  const readOne = async (id: string) => {
    useSizes.setState({ [id]: await readDisk(id) })
  }
  await Promise.all([...ids].reverse().map((id) => queue.run(() => readOne(id))))
}

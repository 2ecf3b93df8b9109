/** Shared by the drivers venv and conda. */
import type { Details } from '../../contract/live.ts'
import { measureAllocated } from '../../os/disk.ts'

/**
 * An environment's details: allocated bytes below its folder, a file with several names in it counted once. What further hard
 * links hold outside of it, as in conda's package cache or uv's, does not return when it is removed.
 */
export async function measureEnvironment(path: string): Promise<Details> {
  return { memory: { absent: 'an environment has no processes of its own' }, disk: await readDisk(path) }
}

async function readDisk(path: string): Promise<Details['disk']> {
  try {
    return await measureAllocated(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return { absent: 'not all of its folders may be read' }
    return { absent: 'it changed while it was measured' }
  }
}

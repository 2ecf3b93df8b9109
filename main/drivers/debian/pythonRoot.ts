import type { PackageTask } from './apt.ts'
import { compilePython } from './compilePython.ts'
import { obtainRootArchive, type RootArchive } from './rootArchive.ts'

/** Where Debian's and Ubuntu's package python3 puts it. */
export const debianPython = '/usr/bin/python3'

/** The distribution's own Python with its whole standard library, compiled as its installation would have done. */
export function obtainPythonRoot(
  task: PackageTask,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<RootArchive> {
  return obtainRootArchive(
    task,
    {
      name: 'python',
      packages: ['python3'],
      version: 1,
      finish: (own, root, ownSignal) => {
        onStep('compiling the standard library')
        return compilePython(own, root, ownSignal)
      },
    },
    onStep,
    signal,
  )
}

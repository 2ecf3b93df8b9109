import { dirname } from 'node:path'
import type { Details } from '../../contract/live.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { DriverDeps } from '../driver.ts'
import { showMachine } from './commands/showMachine.ts'
import { requireUuid } from './labels.ts'

/** Disk: the machine's folder, with its disks and snapshots. Disks elsewhere stay when it is removed. */
export async function readMachineDetails(deps: DriverDeps, id: string, signal: AbortSignal): Promise<Details> {
  const settings = await showMachine(deps, requireUuid(id), signal)
  const file = settings.get('CfgFile')
  const runs = settings.get('VMState') === 'running' || settings.get('VMState') === 'paused'
  return {
    memory: { absent: runs ? 'the process of the machine is not looked for' : 'the machine does not run' },
    disk: file
      ? await measureAllocated(dirname(file)).catch(() => ({ absent: 'its folder may not be read' }))
      : { absent: 'VirtualBox does not tell where its files are' },
  }
}

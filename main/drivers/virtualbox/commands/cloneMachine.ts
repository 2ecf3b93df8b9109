/**
 * VBoxManage clonevm UUID --name=NAME --uuid=NEW [--groups=GROUP] --register [--snapshot=SNAPSHOT] [--options=Link]
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-clonevm
 */
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { runVBoxManage } from '../run.ts'

interface Clone {
  readonly name: string
  readonly uuid: string
  /** A linked clone stands on a snapshot. */
  readonly kind: 'full' | 'linked'
  readonly snapshot?: string
  /** Where its folder is to be; what it is in afterwards are the groups of the first. */
  readonly group?: string
}

export function buildCloneArgs(source: string, { name, uuid, kind, snapshot, group }: Clone): readonly string[] {
  return [
    'clonevm',
    source,
    `--name=${name}`,
    `--uuid=${uuid}`,
    ...(group === undefined ? [] : [`--groups=${group}`]),
    '--mode=machine',
    '--register',
    ...(snapshot === undefined ? [] : [`--snapshot=${snapshot}`]),
    ...(kind === 'linked' ? ['--options=Link'] : []),
  ]
}

/** `name_taken`; `not_found` for the snapshot. */
export async function cloneMachine(
  deps: DriverDeps,
  source: string,
  clone: Clone,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const step = clone.kind === 'linked' ? 'making the linked disks' : 'copying the disks'
  await runVBoxManage(deps, { args: buildCloneArgs(source, clone), progress: { step, onProgress } }, signal)
}

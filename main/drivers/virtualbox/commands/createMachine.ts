/**
 * VBoxManage createvm --name=NAME --uuid=UUID --groups=/isoscope --register [--ostype=TYPE] [--basefolder=FOLDER]
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-createvm
 */
import { dirname } from 'node:path'
import type { DriverDeps } from '../../driver.ts'
import { ownGroup } from '../labels.ts'
import { requireAnswer, runVBoxManage } from '../run.ts'

interface NewMachine {
  readonly name: string
  readonly uuid: string
  readonly osType: string
  /** Where its own folder is made; in VirtualBox's machine folder when not given. */
  readonly baseFolder?: string
}

export function buildCreateArgs({ name, uuid, osType, baseFolder }: NewMachine): readonly string[] {
  const place = baseFolder === undefined ? [] : [`--basefolder=${baseFolder}`]
  const labels = [`--name=${name}`, `--uuid=${uuid}`, `--groups=${ownGroup}`, `--ostype=${osType}`]
  return ['createvm', ...labels, ...place, '--register']
}

/** Resolves with the machine's folder. `name_taken`; `bad_input` for a guest system that VirtualBox does not know. */
export async function createMachine(deps: DriverDeps, machine: NewMachine, signal: AbortSignal): Promise<string> {
  const answer = await runVBoxManage(deps, { args: buildCreateArgs(machine) }, signal)
  const file = /^Settings file: '(.+)'$/m.exec(answer)?.[1]
  return dirname(requireAnswer(file, 'where the machine is', answer))
}

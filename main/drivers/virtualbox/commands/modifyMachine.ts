/**
 * VBoxManage modifyvm UUID --cpus=N --memory=MIB --nic1=nat --nat-pf1=NAME,tcp,127.0.0.1,HOST,,GUEST …
 * VBoxManage modifyvm UUID --name=NAME
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-modifyvm
 */
import type { MachineSpec } from '../../../contract/machine.ts'
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

const mebibyte = 1024 ** 2

type Hardware = Pick<MachineSpec, 'cpus' | 'memoryBytes' | 'ports' | 'headless'>

export function buildHardwareArgs(uuid: string, { cpus, memoryBytes, ports, headless }: Hardware): readonly string[] {
  return [
    'modifyvm',
    uuid,
    `--cpus=${cpus}`,
    `--memory=${memoryBytes / mebibyte}`,
    '--ioapic=on',
    '--rtc-use-utc=on',
    // A sound device of a machine without a sound card only costs.
    '--audio-driver=none',
    '--nic1=nat',
    // In the order of most users: an ISO first, while there is one in the drive.
    '--boot1=dvd',
    '--boot2=disk',
    '--boot3=none',
    '--boot4=none',
    `--default-frontend=${headless ? 'headless' : 'gui'}`,
    ...ports.map(
      ({ protocol, host, guest }) => `--nat-pf1=${protocol}-${host},${protocol},127.0.0.1,${host},,${guest}`,
    ),
  ]
}

export async function setHardware(
  deps: DriverDeps,
  uuid: string,
  hardware: Hardware,
  signal: AbortSignal,
): Promise<void> {
  await runVBoxManage(deps, { args: buildHardwareArgs(uuid, hardware) }, signal)
}

/** Renames its folder and files too, where they have its name. */
export async function setName(deps: DriverDeps, uuid: string, name: string, signal: AbortSignal): Promise<void> {
  await runVBoxManage(deps, { args: ['modifyvm', uuid, `--name=${name}`] }, signal)
}

/** What is not in a group of its own is in the first one, `/`. */
export async function setGroup(deps: DriverDeps, uuid: string, group: string, signal: AbortSignal): Promise<void> {
  await runVBoxManage(deps, { args: ['modifyvm', uuid, `--groups=${group}`] }, signal)
}

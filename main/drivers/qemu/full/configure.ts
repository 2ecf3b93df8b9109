import { randomBytes } from 'node:crypto'
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../../../os/run.ts'

/**
 * Starts the run's program when the system is up: multi-user.target is reached, login is offered, and logind can be asked
 * to power off. When the program's starter fails, the machine ends instead of waiting for nothing.
 * https://www.freedesktop.org/software/systemd/man/systemd.unit.html
 */
const unit = `[Unit]
Description=The program of an Isoscope run
ConditionPathExists=/run/isoscope/program
After=multi-user.target getty.target systemd-logind.service
FailureAction=poweroff-force

[Service]
ExecStart=/run/isoscope/guest run
KillMode=mixed
StandardInput=null

[Install]
WantedBy=multi-user.target
`

/** Makes of a freshly installed system one that has been installed and started before; see docs/decisions/0006. */
export async function configureSystem(root: string): Promise<void> {
  const etc = join(root, 'etc')
  const units = join(etc, 'systemd', 'system')
  await writeFile(join(etc, 'hostname'), 'isoscope\n')
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n127.0.1.1 isoscope\n::1 localhost\n')
  // Without an id every boot would be a first boot, which enables and presets all units anew.
  await writeFile(join(etc, 'machine-id'), `${randomBytes(16).toString('hex')}\n`)
  await writeFile(join(units, 'isoscope.service'), unit)
  await symlink('../isoscope.service', join(units, 'multi-user.target.wants', 'isoscope.service'))
  // Package updates, trimming and scrubbing would come in the middle of a measurement.
  await rm(join(units, 'timers.target.wants'), { recursive: true, force: true })
  await rm(join(units, 'multi-user.target.wants', 'e2scrub_reap.service'), { force: true })
  // What mmdebstrap was told for its own installation it leaves to the guest's dpkg, which would go on without waiting for its disk.
  await rm(join(etc, 'dpkg', 'dpkg.cfg.d', '99mmdebstrap'), { force: true })
  // Newer than /usr: otherwise every boot rebuilds caches as after an update.
  for (const folder of ['etc', 'var']) await writeFile(join(root, folder, '.updated'), '')
}

/** A kernel package's modules, as its installation would put them. `folder` holds one folder named by the version. */
export async function installModules(
  chroot: string,
  root: string,
  folder: string,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const target = join(root, 'usr', 'lib', 'modules', version)
  await mkdir(join(root, 'usr', 'lib', 'modules'), { recursive: true })
  await cp(join(folder, version), target, { recursive: true })
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }
  await runProgram(chroot, [root, '/sbin/depmod', version], { engine: 'qemu', env, signal })
}

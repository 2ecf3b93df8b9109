import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { listProcesses } from '../../main/os/proc.ts'

/** What stood here before the test file began, such as things of a session that was killed: not the file's concern. */
const before: ReadonlySet<string> = new Set(await findThings())

/** Everything of ours that has come to this machine, asked of the engines themselves and not of our ledger. */
export async function findLeftovers(): Promise<readonly string[]> {
  return (await findThings()).filter((thing) => !before.has(thing))
}

async function findThings(): Promise<readonly string[]> {
  return [...(await findDockerThings()), ...findFolders(), ...findCgroups(), ...findProcesses()]
}

async function findDockerThings(): Promise<readonly string[]> {
  const docker = new Docker({ socketPath: '/var/run/docker.sock' })
  const filters = { label: ['isoscope.run'] }
  const containers = await docker.listContainers({ all: true, filters })
  const images = await docker.listImages({ filters: JSON.stringify(filters) })
  return [
    ...containers.map(({ Names }) => `container ${Names}`),
    ...images.map(({ RepoTags, Id }) => `image ${RepoTags ?? Id}`),
  ]
}

function findFolders(): readonly string[] {
  return readdirSync('/tmp')
    .filter((name) => /^isoscope-[a-z]+-[0-9a-f]{12}$/.test(name))
    .map((name) => `folder /tmp/${name}`)
}

function findCgroups(): readonly string[] {
  return ['', 'cpu', 'cpuacct'].flatMap((hierarchy) => {
    const folder = join('/sys/fs/cgroup', hierarchy)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => name.startsWith('isoscope-'))
      .map((name) => `cgroup ${join(folder, name)}`)
  })
}

/** Launchers, probes and virtual machines that were started from this checkout's tools. */
function findProcesses(): readonly string[] {
  return listProcesses().flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const isOurs =
        /build\/probe\/(probe|launch) /.test(command) || /^\S*qemu-system\S* .*isoscope-qemu-/.test(command)
      return isOurs ? [`process ${pid}: ${command.slice(0, 120)}`] : []
    } catch {
      return []
    }
  })
}

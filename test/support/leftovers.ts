import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { listProcesses } from '../../main/os/proc.ts'

/** Everything of ours that exists on this machine, asked of the engines themselves and not of our ledger. */
export async function findLeftovers(socketPath = '/var/run/docker.sock'): Promise<readonly string[]> {
  return [...(await findDockerLeftovers(socketPath)), ...findFolders(), ...findCgroups(), ...findProcesses()]
}

async function findDockerLeftovers(socketPath: string): Promise<readonly string[]> {
  const docker = new Docker({ socketPath })
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

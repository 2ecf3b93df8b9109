import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg, release, totalmem } from 'node:os'
import si from 'systeminformation'
import type { EngineStatus } from '../contract/engine.ts'
import type { EnvironmentRecord } from '../contract/run.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import { readProcFile } from '../os/proc.ts'

export interface EnvironmentInput {
  readonly appVersion: string
  readonly tools: ProbeTools
  readonly engines: readonly EngineStatus[]
  readonly variables: Readonly<Record<string, string>>
}

/** What a reader needs to judge a run's figures, and a later run to be compared with it. Unknown facts are null. */
export async function recordEnvironment(input: EnvironmentInput): Promise<EnvironmentRecord> {
  const [os, cpu, system, memory, battery] = await Promise.all([
    si.osInfo(),
    si.cpu(),
    si.system(),
    si.mem(),
    si.battery(),
  ])
  return {
    host: {
      os: `${os.distro} ${os.release}`.trim(),
      kernel: release(),
      cpu: `${cpu.manufacturer} ${cpu.brand}`.trim(),
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      virtualised: system.virtual,
      governor: cpu.governor || null,
      clockSource: readProcFile('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() ?? null,
      cgroupVersion: readCgroupVersion(),
      loadAverage: loadavg()[0] ?? null,
      swapUsedBytes: memory.swapused,
      onBattery: battery.hasBattery ? !battery.acConnected : false,
      node: process.versions.node,
      isoscope: input.appVersion,
      probeSha256: createHash('sha256').update(readFileSync(input.tools.probe)).digest('hex'),
    },
    engines: Object.fromEntries(
      input.engines.map((engine) => [
        engine.technology,
        engine.state === 'ready'
          ? { version: engine.version, ...engine.facts }
          : { state: engine.state, why: engine.why },
      ]),
    ),
    variables: { ...input.variables },
  }
}

function readCgroupVersion(): number | null {
  if (process.platform !== 'linux') return null
  return readProcFile('/sys/fs/cgroup/cgroup.controllers') === null ? 1 : 2
}

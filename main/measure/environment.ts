import { availableParallelism, loadavg, release, totalmem } from 'node:os'
import type { EngineStatus } from '../contract/engine.ts'
import type { EnvironmentRecord } from '../contract/run.ts'
import { digestFile } from '../os/digest.ts'
import { readMemoryInfo } from '../os/memoryInfo.ts'
import { readMemoryPressure } from '../os/pressure.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import { readProcFile } from '../os/proc.ts'
import { readVirtualisation } from '../os/virtualisation.ts'

export interface EnvironmentInput {
  readonly appVersion: string
  readonly tools: ProbeTools
  readonly engines: readonly EngineStatus[]
  readonly variables: Readonly<Record<string, string>>
}

/** What a reader needs to judge a run's figures, and a later run to be compared with it. Unknown facts are null. */
export async function recordEnvironment(input: EnvironmentInput): Promise<EnvironmentRecord> {
  const { tools } = input
  const { default: si } = await loadSystemInformation()
  const [os, cpu, system, battery, probe, launcher] = await Promise.all([
    si.osInfo(),
    si.cpu(),
    si.system(),
    si.battery(),
    digestFile(tools.probe),
    digestFile(tools.launch),
  ])
  const clockSource = readProcFile('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() ?? null
  const virtualisation = readVirtualisation(clockSource)
  return {
    host: {
      os: `${os.distro} ${os.release}`.trim(),
      kernel: release(),
      architecture: process.arch,
      cpu: `${cpu.manufacturer} ${cpu.brand}`.trim(),
      cores: availableParallelism(),
      virtualised: virtualisation?.virtualised || system.virtual,
      hypervisor: virtualisation?.hypervisor ?? (system.virtualHost || null),
      governor: cpu.governor || null,
      clockSource,
      cgroupVersion: readCgroupVersion(),
      loadAverage: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
      onBattery: battery.hasBattery ? !battery.acConnected : false,
      ...(await describeMemory()),
      node: process.versions.node,
      isoscope: input.appVersion,
      probeSha256: probe,
      launcherSha256: launcher,
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

/** Not with every start of the program: only a run needs it. */
function loadSystemInformation() {
  return import('systeminformation')
}

/** From the kernel's own file where there is one; elsewhere as systeminformation finds it. */
async function describeMemory() {
  const info = readMemoryInfo()
  const pressure = readMemoryPressure()
  if (info) {
    return {
      memoryBytes: info.total,
      memoryAvailableBytes: info.available,
      swapBytes: info.swapTotal,
      swapUsedBytes: info.swapTotal - info.swapFree,
      memoryPressurePercent: pressure,
    }
  }
  const { default: si } = await loadSystemInformation()
  const { available, swaptotal, swapused } = await si.mem()
  return {
    memoryBytes: totalmem(),
    memoryAvailableBytes: available,
    swapBytes: swaptotal,
    swapUsedBytes: swapused,
    memoryPressurePercent: pressure,
  }
}

function readCgroupVersion(): number | null {
  if (process.platform !== 'linux') return null
  return readProcFile('/sys/fs/cgroup/cgroup.controllers') === null ? 1 : 2
}

import type { Architecture } from './architecture.ts'
import { type Accelerator, buildArgs } from './commandLine.ts'
import { listMachineFiles, type MachineDefinition } from './machines.ts'
import { findSerialLog, listRuntimeFiles } from './runningMachine.ts'
import { buildSystemArgs, type ResumePoint } from './system/commandLine.ts'
import { findActiveDisk } from './system/diskFiles.ts'

export interface LaunchPlan {
  readonly machineFolder: string
  readonly definition: MachineDefinition
  readonly architecture: Architecture
  readonly platform: NodeJS.Platform
  readonly accelerator: Accelerator
  /** With its sockets while it runs. */
  readonly runtimeFolder: string
  readonly resume: ResumePoint | null
}

/** What a kept machine is started with, of whichever kind. */
export function buildMachineArgs(plan: LaunchPlan): readonly string[] {
  const { definition, architecture, platform, accelerator, machineFolder, resume } = plan
  const { kernel, initramfs, pidFile } = listMachineFiles(machineFolder)
  const { qmpSocket, consoleSocket } = listRuntimeFiles(plan.runtimeFolder)
  const serialLog = findSerialLog(machineFolder, plan.runtimeFolder)
  const { name, memoryMiB, vcpus } = definition
  const common = { name, architecture, accelerator, qmpSocket, pidFile }
  if (definition.kind === 'measuring') {
    return buildArgs({
      ...common,
      hardware: { memoryMiB, vcpus },
      kernel,
      initramfs,
      guestArgs: ['ready', '--guest'],
    })
  }
  const { iso, ports } = definition
  const disk = findActiveDisk(machineFolder, definition)
  return buildSystemArgs({ ...common, platform, memoryMiB, vcpus, disk, iso, ports, consoleSocket, serialLog, resume })
}

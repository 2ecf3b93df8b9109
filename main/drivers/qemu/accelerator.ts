import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, release } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { launchProgram } from '../../os/launcher.ts'
import { readProcFile } from '../../os/proc.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps } from '../driver.ts'
import type { Architecture } from './architecture.ts'
import { type Accelerator, buildArgs, guestHardware } from './commandLine.ts'
import type { QemuProgram } from './program.ts'

/**
 * Accelerators are tried, not assumed. On a host whose own processor is emulated (kvm_pvm, no vmx or svm in
 * /proc/cpuinfo) /dev/kvm opens, QMP's query-kvm says present, and the guest never ends booting.
 */
export interface AcceleratorChoice {
  readonly accelerator: Accelerator
  /** Why no better one, for example `KVM tried: no READY within 5 s`; null when the platform's own is used. */
  readonly reason: string | null
}

/** A guest on working hardware virtualisation is ready in well under a second. */
const trialMs = 5_000

interface Candidate {
  readonly accelerator: Accelerator
  /** Why it need not be tried, or null. */
  readonly implausible: string | null
}

/** What a choice is made with; the trial boots the very kernel and initramfs that will be measured. */
export interface TrialSetup {
  readonly qemu: QemuProgram
  readonly architecture: Architecture
  readonly kernel: string
  readonly initramfs: string
  /** Private folder for the trial's socket. */
  readonly folder: string
}

/** Rejects only when it is aborted. The answer is kept until the machine boots again or QEMU or the kernel change. */
export async function chooseAccelerator(
  deps: DriverDeps,
  setup: TrialSetup,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<AcceleratorChoice> {
  const candidate = await findCandidate(deps.platform)
  if (!candidate) return { accelerator: 'tcg', reason: null }
  if (candidate.implausible !== null) return { accelerator: 'tcg', reason: candidate.implausible }
  const kept = await readChoice(deps, setup)
  if (kept) return kept
  const title = titleOf(candidate.accelerator)
  onStep(`trying ${title}`)
  const failure = await tryAccelerator(deps, setup, candidate.accelerator, signal)
  const choice: AcceleratorChoice =
    failure === null
      ? { accelerator: candidate.accelerator, reason: null }
      : { accelerator: 'tcg', reason: `${title} tried: ${failure}` }
  await keepChoice(deps, setup, choice)
  return choice
}

/** What is known without booting anything, for people. */
export async function describeAccelerator(
  deps: DriverDeps,
  setup: Pick<TrialSetup, 'qemu' | 'kernel'> | null,
): Promise<string> {
  const candidate = await findCandidate(deps.platform)
  if (!candidate || candidate.implausible !== null) {
    return candidate ? `${describeTitle('tcg')}; ${candidate.implausible}` : describeTitle('tcg')
  }
  const kept = setup && (await readChoice(deps, setup))
  if (!kept) return `${titleOf(candidate.accelerator)} is tried at the first run, TCG otherwise`
  return kept.reason === null ? describeTitle(kept.accelerator) : `${describeTitle(kept.accelerator)}; ${kept.reason}`
}

/** As it is written in labels: emulation says so. */
export function describeTitle(accelerator: Accelerator): string {
  return accelerator === 'tcg' ? 'TCG (software emulation)' : titleOf(accelerator)
}

function titleOf(accelerator: Accelerator): string {
  return accelerator.toUpperCase()
}

export async function findCandidate(platform: NodeJS.Platform, device = '/dev/kvm'): Promise<Candidate | null> {
  if (platform === 'darwin') return { accelerator: 'hvf', implausible: null }
  if (platform === 'win32') return { accelerator: 'whpx', implausible: null }
  if (platform !== 'linux') return null
  try {
    await access(device, constants.R_OK | constants.W_OK)
    return { accelerator: 'kvm', implausible: null }
  } catch (error) {
    const denied = (error as NodeJS.ErrnoException).code === 'EACCES'
    return { accelerator: 'kvm', implausible: denied ? `${device} may not be opened` : `there is no ${device}` }
  }
}

/** Null when the guest said READY in time, otherwise why not. */
async function tryAccelerator(
  deps: DriverDeps,
  setup: TrialSetup,
  accelerator: Accelerator,
  signal: AbortSignal,
): Promise<string | null> {
  const args = buildArgs({
    name: 'isoscope-trial',
    architecture: setup.architecture,
    accelerator,
    hardware: guestHardware,
    kernel: setup.kernel,
    initramfs: setup.initramfs,
    qmpSocket: join(setup.folder, 'trial.sock'),
    guestArgs: ['ready', '--guest'],
  })
  const deadline = AbortSignal.timeout(trialMs)
  const launch = { engine: 'qemu', launchPath: deps.tools.launch, file: setup.qemu.path, args, env: workloadVariables }
  const program = await launchProgram(launch, signal)
  try {
    await program.waitForMarker(AbortSignal.any([signal, deadline]))
    return null
  } catch (error) {
    if (signal.aborted) throw cancelled('qemu')
    if (deadline.aborted) return `no READY within ${trialMs / 1000} s`
    return (error instanceof EngineError && error.detail?.split('\n').at(-1)) || 'the machine ended at once'
  } finally {
    program.sendSignal('SIGKILL')
    await program.waitForExit(AbortSignal.timeout(10_000)).catch(() => undefined)
    await rm(join(setup.folder, 'trial.sock'), { force: true })
  }
}

const choiceSchema = z.strictObject({
  accelerator: z.enum(['kvm', 'hvf', 'whpx', 'tcg']),
  reason: z.string().nullable(),
})

type KeySetup = Pick<TrialSetup, 'qemu' | 'kernel'>

async function readChoice(deps: DriverDeps, setup: KeySetup): Promise<AcceleratorChoice | null> {
  try {
    return choiceSchema.parse(JSON.parse(await readFile(await choiceFile(deps, setup), 'utf8')))
  } catch {
    return null
  }
}

async function keepChoice(deps: DriverDeps, setup: KeySetup, choice: AcceleratorChoice): Promise<void> {
  const file = await choiceFile(deps, setup)
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  await mkdir(join(deps.paths.cache, 'accelerator'), { recursive: true })
  await writeFile(unfinished, JSON.stringify(choice))
  await rename(unfinished, file)
}

async function choiceFile(deps: DriverDeps, setup: KeySetup): Promise<string> {
  // The content, not the path: a kept machine has a copy of the same kernel and need not be tried again.
  const kernel = createHash('sha256')
    .update(await readFile(setup.kernel))
    .digest('hex')
  const boot = readProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? `${hostname()} ${release()}`
  const key = [setup.qemu.path, setup.qemu.version, kernel, boot].join('\n')
  return join(deps.paths.cache, 'accelerator', `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`)
}

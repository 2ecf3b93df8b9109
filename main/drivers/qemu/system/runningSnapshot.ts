import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError } from '../../../model/engineError.ts'
import { connectQmp, type QmpClient } from '../qmp.ts'
import { listRuntimeFiles } from '../runningMachine.ts'
import { diskNode } from './commandLine.ts'
import { explainFailure } from './explainFailure.ts'

/**
 * snapshot-save | snapshot-delete, as jobs (QEMU 6.0 and later)
 * https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html
 */
type Job = 'snapshot-save' | 'snapshot-delete'

const pollMs = 20

/** Disk and memory, into the qcow2 file of the disk. The guest stands still meanwhile: QEMU writes it in small pieces (2 to 3 s per GiB, even where it is empty). */
export async function takeRunningSnapshot(runtimeFolder: string, tag: string, signal: AbortSignal): Promise<void> {
  await runJob(runtimeFolder, 'snapshot-save', { tag, vmstate: diskNode, devices: [diskNode] }, signal)
}

export async function removeRunningSnapshot(runtimeFolder: string, tag: string, signal: AbortSignal): Promise<void> {
  await runJob(runtimeFolder, 'snapshot-delete', { tag, devices: [diskNode] }, signal)
}

/** To its end, whatever the signal says meanwhile: QEMU cannot cancel such a job, and half of one is nothing. */
async function runJob(
  runtimeFolder: string,
  job: Job,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<void> {
  const deadline = AbortSignal.timeout(600_000)
  // While it writes the memory it answers nobody.
  const qmp = await connectQmp(listRuntimeFiles(runtimeFolder).qmpSocket, signal, 600_000)
  try {
    const id = `isoscope-${randomBytes(4).toString('hex')}`
    await qmp.execute(job, { 'job-id': id, ...args }, deadline)
    try {
      await waitForJob(qmp, id, deadline)
    } finally {
      await qmp.execute('job-dismiss', { id }, deadline).catch(() => undefined)
    }
  } catch (error) {
    throw explainFailure(error)
  } finally {
    qmp.close()
  }
}

async function waitForJob(qmp: QmpClient, id: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const jobs = (await qmp.execute('query-jobs', {}, signal)) as readonly Readonly<Record<string, unknown>>[]
    const job = jobs.find((one) => one.id === id)
    if (job?.status === 'concluded') {
      if (job.error === undefined) return
      throw new EngineError('engine_failed', 'qemu', 'QEMU could not do this with the snapshot.', {
        detail: String(job.error),
      })
    }
    await sleep(pollMs)
  }
}

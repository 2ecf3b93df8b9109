/**
 * POST /images/create?fromImage=NAME&tag=TAG&platform=OS/ARCH  (docker pull NAME:TAG)
 * POST /images/NAME/push?tag=TAG  (docker push NAME:TAG)
 * docs.docker.com/reference/api/engine, "ImageCreate" and "ImagePush"
 */

import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { parseReference, splitReference } from '../../../model/images/imageReference.ts'
import { createLineCutter } from '../../../os/lines.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import type { Transfer, Transferred } from '../../imageTransfer.ts'
import type { OnProgress } from '../../onProgress.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { lostConnection } from '../errors.ts'
import { parseRegistryAddress } from './address.ts'
import { toAuthConfig } from './registryAuth.ts'
import { explainTransferFailure, type TransferFailure, type TransferPlace } from './transferErrors.ts'
import { parseTransferEvent } from './transferEvents.ts'
import { beginTransfer, describeTransfer, noteEvent } from './transferState.ts'
import { withoutSecret } from './withoutSecret.ts'

/** Milliseconds until the engine has asked the registry and begins to tell. */
const answerDeadline = 300_000
const longestLine = 1024 * 1024
/** Pauses before further attempts, in milliseconds. */
const pauses: readonly number[] = [1_000, 3_000]

export type Direction = 'pull' | 'push'

/**
 * Docker itself goes on with a layer whose connection broke, five times; it does not where the connection breaks between layers,
 * before the first or at the last, the manifest. There the whole is tried again: what arrived is not moved a second time.
 */
export async function transferImage(
  client: DockerClient,
  direction: Direction,
  transfer: Transfer,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Transferred> {
  const attempts = pauses.length + 1
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptTransfer(client, direction, transfer, onProgress, signal)
    if ('digest' in outcome) return outcome
    const pause = pauses[attempt - 1]
    if (!outcome.passing || outcome.hasRetried || pause === undefined) {
      throw withoutSecret(outcome.error, transfer.login)
    }
    onProgress({ step: `the registry does not answer; attempt ${attempt + 1} of ${attempts} follows`, share: null })
    await sleep(pause, undefined, { signal }).catch(() => throwIfAborted(signal, 'docker'))
  }
}

type Outcome = Transferred | (TransferFailure & { readonly hasRetried: boolean })

async function attemptTransfer(
  client: DockerClient,
  direction: Direction,
  transfer: Transfer,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Outcome> {
  const { registry } = parseReference(transfer.reference)
  const place: TransferPlace = {
    direction,
    reference: transfer.reference,
    registry,
    platform: transfer.platform ?? null,
    begun: false,
  }
  let stream: Readable
  try {
    stream = await openTransfer(client, direction, transfer, signal)
  } catch (error) {
    const refusal = explainRefusal(error, place)
    if (refusal === null) throw error
    return { ...refusal, hasRetried: false }
  }
  const leave = () => stream.destroy()
  signal.addEventListener('abort', leave, { once: true })
  let state = beginTransfer(direction)
  let digest: string | null = null
  let hasRetried = false
  try {
    for await (const line of readLines(stream)) {
      const event = parseTransferEvent(line)
      if (event === null) continue
      if (event.kind === 'failure') {
        return { ...explainTransferFailure(event.text, { ...place, begun: state.layers.size > 0 }), hasRetried }
      }
      if (event.kind === 'digest') {
        digest = event.digest
        continue
      }
      hasRetried ||= event.state === 'retrying'
      state = noteEvent(state, event, nsToMs(monotonicNs()))
      if (!signal.aborted) onProgress(describeTransfer(state))
    }
    throwIfAborted(signal, 'docker')
  } catch (error) {
    throwIfAborted(signal, 'docker')
    if (error instanceof EngineError) throw error
    throw lostConnection(client.url, client.start, { cause: error })
  } finally {
    signal.removeEventListener('abort', leave)
    stream.destroy()
  }
  return {
    digest: digest ?? (direction === 'pull' ? await readPulledDigest(client, transfer.reference, signal) : null),
  }
}

/** Rejects where the answer ends early: the daemon has died, or we have left. */
async function* readLines(stream: Readable): AsyncGenerator<string, void> {
  const cutter = createLineCutter(longestLine)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (const { bytes } of cutter.push(chunk)) yield bytes.toString('utf8')
  }
  const rest = cutter.rest()
  if (rest.length > 0) yield rest.toString('utf8')
}

function openTransfer(
  client: DockerClient,
  direction: Direction,
  { reference, login, platform }: Transfer,
  signal: AbortSignal,
): Promise<Readable> {
  const { name, tag } = splitReference(reference)
  const authconfig = toAuthConfig(login, parseRegistryAddress(parseReference(reference).registry))
  return callDocker(
    client,
    async (docker, abortSignal) => {
      const options = { tag, abortSignal, ...(platform && { platform }) }
      const stream =
        direction === 'pull'
          ? await docker.createImage(authconfig, { ...options, fromImage: name })
          : await docker.getImage(name).push({ ...options, authconfig })
      return stream as Readable
    },
    { signal, deadline: answerDeadline },
  )
}

/** What the engine answered in place of a stream; null where it is not about the registry. */
function explainRefusal(error: unknown, place: TransferPlace): TransferFailure | null {
  if (!(error instanceof EngineError) || error.detail === undefined) return null
  const hasAnswered = typeof (error.cause as { statusCode?: unknown } | undefined)?.statusCode === 'number'
  return hasAnswered ? explainTransferFailure(error.detail, place, error.cause) : null
}

/** Podman says nothing of it in the stream. */
async function readPulledDigest(client: DockerClient, reference: string, signal: AbortSignal): Promise<string | null> {
  const { name } = splitReference(reference)
  const { RepoDigests } = await callDocker(client, (docker) => docker.getImage(reference).inspect(), { signal })
  return RepoDigests?.find((one) => one.startsWith(`${name}@`))?.slice(name.length + 1) ?? null
}

/**
 * POST /images/create?fromImage=NAME&tag=TAG  (docker pull NAME:TAG)
 * docs.docker.com/reference/api/engine, "ImageCreate"
 */

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { EngineError } from '../../model/engineError.ts'
import { callDocker, type DockerClient } from './client.ts'

const pullDeadline = 1_800_000

/** `onProgress` is told whole percents, each once. An abort ends the pull; what the engine had by then is its own to keep. */
export async function pullImage(
  client: DockerClient,
  reference: string,
  onProgress: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { name, tag } = splitReference(reference)
  await callDocker(
    client,
    async (docker, abortSignal) => {
      const options = { fromImage: name, tag, abortSignal }
      const stream = (await docker.createImage(options)) as Readable
      abortSignal.addEventListener('abort', () => stream.destroy(), { once: true })
      await followPull(stream, onProgress)
    },
    { signal, deadline: pullDeadline },
  )
}

async function followPull(stream: Readable, onProgress: (percent: number) => void): Promise<void> {
  let layers: Layers = {}
  let told = -1
  for await (const line of createInterface({ input: stream })) {
    const event = parsePullEvent(line)
    if (event?.error !== undefined) {
      throw new EngineError('engine_failed', 'docker', 'The image could not be pulled.', { detail: event.error })
    }
    layers = noteLayer(layers, event)
    const percent = toPercent(layers)
    if (percent === null || percent <= told) continue
    told = percent
    onProgress(percent)
  }
}

export interface PullEvent {
  readonly id?: string
  readonly status?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
  readonly error?: string
}

/** Bytes of each layer that have come, and of how many. */
export type Layers = Readonly<Record<string, { readonly current: number; readonly total: number }>>

export function parsePullEvent(line: string): PullEvent | null {
  try {
    return JSON.parse(line) as PullEvent
  } catch {
    return null
  }
}

/** Downloading is what takes the time and what has a size; a layer whose download is complete counts in full. */
export function noteLayer(layers: Layers, event: PullEvent | null): Layers {
  const { id, status = '', progressDetail: { current, total } = {} } = event ?? {}
  if (id === undefined) return layers
  if (status === 'Downloading' && current !== undefined && total !== undefined && total > 0) {
    return { ...layers, [id]: { current, total } }
  }
  const known = layers[id]
  return known && /^(Download complete|Extracting|Pull complete)$/.test(status)
    ? { ...layers, [id]: { ...known, current: known.total } }
    : layers
}

/** Whole percents of the layers whose size is known so far; null before the first. */
export function toPercent(layers: Layers): number | null {
  const all = Object.values(layers)
  if (all.length === 0) return null
  const sum = (pick: (layer: Layers[string]) => number) => all.reduce((total, layer) => total + pick(layer), 0)
  return Math.floor((100 * sum(({ current }) => current)) / sum(({ total }) => total))
}

/**
 * `127.0.0.1:5000/python:3-slim`: a colon before the last slash belongs to the registry's address. A digest stands for the
 * tag, also beside one.
 */
export function splitReference(reference: string): { readonly name: string; readonly tag: string } {
  const [tagged = '', digest] = reference.split('@')
  if (digest !== undefined) return { name: splitReference(tagged).name, tag: digest }
  const colon = reference.lastIndexOf(':')
  if (colon <= reference.lastIndexOf('/')) return { name: reference, tag: 'latest' }
  return { name: reference.slice(0, colon), tag: reference.slice(colon + 1) }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError } from '../../../model/engineError.ts'
import { callApi } from '../callApi.ts'
import type { DockerClient } from '../client.ts'
import { readingDeadline } from '../resources.ts'

/** The parts of GET /system/df that are used. Podman leaves out what it does not have. */
export interface EngineDiskUse {
  /** Of all images, each layer once. */
  readonly LayersSize?: number
  readonly Images?: readonly EngineImageUse[] | null
  readonly Containers?: readonly EngineContainerUse[] | null
  readonly Volumes?: readonly EngineVolumeUse[] | null
  readonly BuildCache?: readonly EngineCacheUse[] | null
}

/** `SharedSize` and `Containers` are -1 where they were not computed. */
interface EngineImageUse {
  readonly Size?: number
  readonly SharedSize?: number
  readonly Containers?: number
}

export interface EngineContainerUse {
  readonly Id: string
  readonly Names?: readonly string[] | null
  readonly Image?: string
  readonly State?: string
  readonly Status?: string
  readonly SizeRw?: number
  readonly Labels?: Readonly<Record<string, string>> | null
}

/** `Size` is -1 where the volume's driver cannot be asked. */
export interface EngineVolumeUse {
  readonly Name: string
  readonly Driver?: string
  readonly UsageData?: { readonly Size?: number; readonly RefCount?: number } | null
}

export interface EngineCacheUse {
  readonly ID: string
  readonly Type?: string
  readonly Description?: string
  readonly InUse?: boolean
  /** Its bytes count with an image that has the same layer. */
  readonly Shared?: boolean
  readonly Size?: number
  readonly LastUsedAt?: string | null
}

type Part = 'image' | 'container' | 'volume' | 'build-cache'

/**
 * GET /system/df. docs.docker.com/reference/api/engine, "SystemDataUsage"
 * Engines before API 1.42 (Docker 23) do not know `type` and tell everything. Docker refuses a second asker while it answers
 * one; that one is asked again.
 */
export async function readDiskUse(
  client: DockerClient,
  parts: readonly Part[],
  signal: AbortSignal,
): Promise<EngineDiskUse> {
  const end = Date.now() + readingDeadline.deadline
  for (;;) {
    try {
      const request = { method: 'GET', path: '/system/df', query: { type: [...parts] } } as const
      return (await callApi(client, request, { signal, ...readingDeadline })) as EngineDiskUse
    } catch (error) {
      const isAnothers = error instanceof EngineError && /already running/.test(error.detail ?? '')
      if (!isAnothers || Date.now() > end) throw error
    }
    await sleep(250, undefined, { signal }).catch(() => undefined)
  }
}

import type { PullRequest, TransferRequest, TransferResult } from '../contract/registry.ts'
import { parseRegistryAddress } from '../drivers/docker/registry/address.ts'
import type { ImageTransfer } from '../drivers/imageTransfer.ts'
import { EngineError } from '../model/engineError.ts'
import { parseReference, writeReference } from '../model/images/imageReference.ts'
import { findLogin } from './registries.ts'
import type { Services } from './services.ts'

export interface ImageTransfers {
  /** As an activity, as `push` is. */
  pull(request: PullRequest): Promise<TransferResult>
  push(request: TransferRequest): Promise<TransferResult>
}

const verbs = { pullImage: 'Pull', pushImage: 'Push' } as const

export function createImageTransfers({
  drivers,
  activities,
  registryLogins,
}: Pick<Services, 'drivers' | 'activities' | 'registryLogins'>): ImageTransfers {
  const transfer = async (
    action: keyof typeof verbs,
    { reference: text, platform, login: given, ticket }: PullRequest,
    choose: (able: ImageTransfer) => ImageTransfer['pull'],
  ): Promise<TransferResult> => {
    const parsed = parseReference(text)
    const registry = parseRegistryAddress(parsed.registry)
    const reference = writeReference(parsed)
    const findAble = () => {
      for (const { technology, imageTransfer } of drivers) if (imageTransfer) return { technology, imageTransfer }
      throw new EngineError('unsupported', 'isoscope', 'No engine here takes images from registries.')
    }
    const { value } = await activities.perform({
      title: `${verbs[action]} ${reference}`,
      action,
      instance: null,
      ticket,
      findTechnology: () => findAble().technology,
      work: async ({ signal, onProgress }) => {
        const login = await findLogin({ registryLogins }, registry, given, signal)
        const order = { reference, login, platform: platform ?? null }
        return choose(findAble().imageTransfer)(order, onProgress, signal)
      },
    })
    return { reference, digest: value.digest }
  }
  return {
    pull: (request) => transfer('pullImage', request, ({ pull }) => pull),
    push: (request) => {
      if (request.reference.includes('@')) {
        return Promise.reject(
          new EngineError('bad_input', 'isoscope', 'An image is pushed under a tag, not under a digest.', {
            remedy: { text: 'Write it as registry/name:tag' },
          }),
        )
      }
      return transfer('pushImage', request, ({ push }) => push)
    },
  }
}

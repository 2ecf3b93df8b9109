import { posix } from 'node:path'
import type { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import type { Fact } from '../../contract/metrics.ts'
import { readElf } from '../elf.ts'
import { callDocker, type DockerClient } from './client.ts'

/** What an image runs on: what its configuration says, and what its programs are. */
export async function readImagePlatforms(
  client: DockerClient,
  place: { readonly image: string; readonly containerId: string; readonly programs: readonly string[] },
  signal: AbortSignal,
): Promise<readonly Fact[]> {
  const info = await callDocker(client, (docker) => docker.getImage(place.image).inspect(), { signal })
  const variant = (info as { Variant?: string }).Variant
  const platform = [info.Os, info.Architecture, ...(variant ? [variant] : [])].join('/')
  const programs: Fact[] = []
  for (const path of place.programs) {
    programs.push(describeProgram(path, await readHead(client, place.containerId, path, signal)))
  }
  return [
    {
      id: 'platform',
      title: 'image',
      value: platform,
      meaning: 'what the image’s own configuration says',
      basis: 'measured',
    },
    ...programs,
    {
      id: 'elsewhere',
      title: 'on macOS and Windows',
      value: 'in a Linux virtual machine',
      meaning: 'Docker Desktop brings one; an image for another processor is emulated there',
      basis: 'stated',
      source: 'https://docs.docker.com/build/building/multi-platform/',
    },
  ]
}

/** Pure. `head` is the beginning of the program, null when there is none. */
export function describeProgram(path: string, head: Buffer | null): Fact {
  const elf = head && readElf(head)
  const fact = { id: `program ${path}`, title: path, basis: 'measured' } as const
  if (!head) return { ...fact, value: null, meaning: 'it could not be read from the image' }
  if (!elf) return { ...fact, value: 'no machine code', meaning: 'it begins like no program of Linux' }
  const meaning = elf.loader === null ? 'static: it needs the kernel alone' : `needs ${elf.loader} of the image`
  return { ...fact, value: elf.architecture, meaning }
}

const headBytes = 4096
const longestChain = 8

/** GET /containers/ID/archive?path=PATH (docker cp), links followed. */
async function readHead(
  client: DockerClient,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<Buffer | null> {
  let current = path
  for (let step = 0; step < longestChain; step++) {
    const found = await callDocker(
      client,
      async (docker) =>
        readFirstEntry((await docker.getContainer(containerId).getArchive({ path: current })) as Readable),
      { signal },
    )
    if (found === null || 'head' in found) return found?.head ?? null
    current = posix.resolve(posix.dirname(current), found.link)
  }
  return null
}

async function readFirstEntry(stream: Readable): Promise<{ head: Buffer } | { link: string } | null> {
  const archive = stream.pipe(extract())
  try {
    for await (const entry of archive) {
      const { type, linkname } = entry.header
      if (type === 'symlink' && linkname) return { link: linkname }
      let head = Buffer.alloc(0)
      for await (const chunk of entry) {
        head = Buffer.concat([head, chunk as Buffer])
        if (head.length >= headBytes) break
      }
      return { head: head.subarray(0, headBytes) }
    }
    return null
  } finally {
    stream.destroy()
  }
}

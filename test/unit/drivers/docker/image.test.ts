import { Readable } from 'node:stream'
import { extract, pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { joinArchives, packProbe } from '../../../../main/drivers/docker/image.ts'

async function listEntries(archive: Buffer): Promise<readonly string[]> {
  const names: string[] = []
  const reader = Readable.from([archive]).pipe(extract())
  for await (const entry of reader) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    names.push(`${entry.header.name} ${Buffer.concat(chunks)}`)
  }
  return names
}

describe('an image’s archive', () => {
  it('holds the probe, and behind it what is joined to it', async () => {
    const root = pack()
    root.entry({ name: 'usr/bin/python3' }, 'python')
    root.finalize()
    const chunks: Buffer[] = []
    for await (const chunk of root) chunks.push(chunk as Buffer)
    const probe = await packProbe(Buffer.from('elf'))
    expect(await listEntries(probe)).toEqual(['probe elf'])
    expect(await listEntries(joinArchives(probe, Buffer.concat(chunks)))).toEqual([
      'probe elf',
      'usr/bin/python3 python',
    ])
  })
})

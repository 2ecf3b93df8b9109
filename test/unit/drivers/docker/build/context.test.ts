import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readContext } from '../../../../../main/drivers/docker/build/context.ts'
import { readIgnoreText } from '../../../../../main/drivers/docker/build/readIgnoreText.ts'

let root: string
let folder: string
const never = new AbortController().signal

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-')))
  folder = join(root, 'web')
  mkdirSync(folder)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the file that says what is not sent', () => {
  it('may be a link to one in the folder', async () => {
    writeFileSync(join(folder, 'list'), 'secret\n')
    symlinkSync('list', join(folder, '.dockerignore'))
    expect(await readIgnoreText(folder, null, 'classic')).toBe('secret\n')
  })

  it('is never one from outside, whose text would come into the image', async () => {
    writeFileSync(join(root, 'key'), 'private\n')
    symlinkSync('../key', join(folder, '.dockerignore'))
    await expect(readIgnoreText(folder, null, 'classic')).rejects.toMatchObject({ code: 'bad_input' })
  })

  it.skipIf(process.platform === 'win32')('is no pipe that nobody writes into', async () => {
    execFileSync('mkfifo', [join(folder, '.dockerignore')])
    await expect(readIgnoreText(folder, null, 'classic')).rejects.toMatchObject({ code: 'in_use' })
  })
})

describe.runIf(process.platform === 'linux')('a file that was walked past', () => {
  it.each(['the file', 'a folder on its way'])('is not read where %s has become a link to another', async (what) => {
    for (const place of [join(folder, 'sub'), join(root, 'outside')]) mkdirSync(place)
    writeFileSync(join(folder, 'sub', 'key'), 'public')
    writeFileSync(join(root, 'outside', 'key'), 'secret')
    // As somebody may name it: with a link of its own on the way, which is nobody's trick.
    symlinkSync(folder, join(root, 'by-link'))
    const content = await readContext(join(root, 'by-link'), null, { dockerfile: 'Dockerfile', extras: [] }, never)
    const read = async () => (await buffer(content.pack(() => undefined, never))).toString()
    expect(await read()).toContain('public')
    const exchanged = what === 'the file' ? join('sub', 'key') : 'sub'
    rmSync(join(folder, exchanged), { recursive: true })
    symlinkSync(join(root, exchanged.replace('sub', 'outside')), join(folder, exchanged))
    await expect(read()).rejects.toMatchObject({ code: 'in_use', message: expect.stringContaining('sub/key') })
  })
})

describe.runIf(process.platform === 'linux')('an archive that nobody takes any more', () => {
  const listOpen = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
      } catch {
        return false
      }
    })

  it('leaves no file of the folder open', async () => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(4_000_000))
    const context = await readContext(folder, null, { dockerfile: 'Dockerfile', extras: [] }, never)
    const archive = context.pack(() => undefined, never)
    archive.on('error', () => undefined)
    await once(archive, 'readable')
    await vi.waitFor(() => expect(listOpen()).toHaveLength(1))
    archive.destroy()
    await vi.waitFor(() => expect(listOpen()).toEqual([]))
  })
})

describe('an archive that is taken slowly', () => {
  it('is waited for without a listener more for each piece', async () => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(4_000_000))
    const context = await readContext(folder, null, { dockerfile: 'Dockerfile', extras: [] }, never)
    const warnings: string[] = []
    const listen = (warning: Error) => warnings.push(warning.name)
    process.on('warning', listen)
    try {
      let bytes = 0
      for await (const chunk of context.pack(() => undefined, never)) {
        bytes += (chunk as Buffer).length
        await turn()
      }
      expect(bytes).toBeGreaterThan(4_000_000)
      await turn()
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', listen)
    }
  })
})

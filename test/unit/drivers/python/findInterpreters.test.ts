import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  findDefaultInterpreter,
  findInterpreters,
  listCandidates,
} from '../../../../main/drivers/python/findInterpreters.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

/** /usr/bin is searched too, whatever PATH says: only what is in the test's own folder counts. */
describe('finding interpreters', () => {
  let deps: MemoryDeps
  let root: string
  const where = (...folders: string[]) => ({
    env: { PATH: folders.map((folder) => join(root, folder)).join(':'), HOME: join(root, 'home') },
    platform: 'linux' as const,
  })
  const isOwn = (path: string) => path.startsWith(`${root}/`)
  /** A program that answers like an interpreter at `base`. */
  const install = (path: string, base: string, lacks: readonly string[] = []) => {
    const answer = JSON.stringify({ base: join(root, base), version: '3.9.1', implementation: 'cpython', lacks })
    place(path, `#!/bin/sh\necho '${answer}'\n`)
  }
  const place = (path: string, script: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), script, { mode: 0o755 })
  }

  beforeEach(() => {
    deps = createMemoryDeps()
    root = realpathSync(deps.paths.home)
  })
  afterEach(() => deps.remove())

  it('takes python3 before python before python3.N, in the order of PATH, then pyenv’s versions', () => {
    for (const name of [
      'a/python3.12',
      'a/python',
      'b/python3',
      'home/.pyenv/versions/3.9.1/bin/python3',
      'a/python3-config',
    ]) {
      place(name, '')
    }
    expect(listCandidates(where('b', 'a')).filter(isOwn)).toEqual(
      ['b/python3', 'a/python', 'a/python3.12', 'home/.pyenv/versions/3.9.1/bin/python3'].map((name) =>
        join(root, name),
      ),
    )
  })

  it('asks no shim for each version', () => {
    for (const name of ['shims/python3', 'shims/python3.11', 'shims/python3.12']) place(name, '')
    expect(listCandidates(where('shims')).filter(isOwn)).toEqual([join(root, 'shims/python3')])
  })

  it('resolves a shim to the interpreter behind it, and counts that once', async () => {
    install('real/python3.9', 'real/python3.9')
    symlinkSync('python3.9', join(root, 'real/python3'))
    install('shims/python3', 'real/python3')
    const found = (await findInterpreters(where('shims', 'real'), never)).filter(({ path }) => isOwn(path))
    expect(found.map(({ path }) => path)).toEqual([join(root, 'real/python3.9')])
  })

  it('passes over what is no Python 3', async () => {
    place('a/python3', '#!/bin/sh\necho "pyenv: python3: command not found" >&2\nexit 127\n')
    symlinkSync('/nonexistent', join(root, 'a/python'))
    install('b/python3', 'b/python3')
    expect(await findDefaultInterpreter(where('a', 'b'), never)).toMatchObject({ path: join(root, 'b/python3') })
  })

  it('chooses the first that can make environments', async () => {
    install('a/python3', 'a/python3', ['ensurepip'])
    install('b/python3', 'b/python3')
    expect(await findDefaultInterpreter(where('a', 'b'), never)).toMatchObject({ path: join(root, 'b/python3') })
    const all = await findInterpreters(where('a', 'b'), never)
    expect(all[0]).toMatchObject({ path: join(root, 'a/python3'), lacks: ['ensurepip'] })
  })

  it('rejects with cancelled when aborted, and not with nothing found', async () => {
    install('a/python3', 'a/python3')
    await expect(findDefaultInterpreter(where('a'), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})

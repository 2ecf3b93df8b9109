import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHome, runCliToEnd } from '../../support/cli.ts'

const secret = 'a-token-for-isoscope-alone'
const programs = [
  'VBoxManage',
  'conda',
  'jupyterhub',
  'jupyterhub-singleuser',
  'configurable-http-proxy',
  'micromamba',
  'python3',
  `qemu-system-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`,
]
/** Only looked for. */
const neverAsked: readonly string[] = ['jupyterhub-singleuser', 'configurable-http-proxy']

let folder: string
const home = createHome()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-secrets-'))
  mkdirSync(join(folder, 'seen'))
  for (const name of programs) {
    const script = '#!/bin/sh\n/usr/bin/env > "$(/usr/bin/dirname "$0")/seen/$(/usr/bin/basename "$0").$$"\nexit 1\n'
    writeFileSync(join(folder, name), script, { mode: 0o755 })
  }
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  home.remove()
})

it('no program of any engine is given a secret that the user has for this one', async () => {
  const node = join(process.execPath, '..')
  const env = { ISOSCOPE_HOME: home.path, ISOSCOPE_HUB_TOKEN: secret, PATH: `${folder}:${node}:/usr/bin:/bin` }
  const { stdout } = await runCliToEnd(['engines', '--json'], env)
  expect(stdout).not.toContain(secret)
  const seen = readdirSync(join(folder, 'seen'))
  const asked = new Set(seen.map((name) => name.replace(/\.\d+$/, '')))
  expect([...asked].sort()).toEqual(programs.filter((name) => !neverAsked.includes(name)).sort())
  for (const name of seen) {
    const variables = readFileSync(join(folder, 'seen', name), 'utf8')
    expect(variables, name).toContain('PATH=')
    expect(variables, name).not.toContain(secret)
  }
})

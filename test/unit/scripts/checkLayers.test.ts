import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'check-layers.mjs')
let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'isoscope-layers-'))
})

afterEach(() => rmSync(tree, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true })
    writeFileSync(join(tree, name), text)
  }
}

function check(files: Readonly<Record<string, string>>): { readonly code: number | null; readonly lines: string[] } {
  write(files)
  const result = spawnSync(process.execPath, [script, tree], { encoding: 'utf8' })
  return { code: result.status, lines: result.stderr.split('\n').filter((line) => line !== '') }
}

test('a tree that keeps the rules passes', () => {
  const result = check({
    'main/contract/run.ts': "import { z } from 'zod'\nimport { oc } from '@orpc/contract'\nimport './errors.ts'\n",
    'main/model/stats.ts': "import type { Run } from '../contract/run.ts'\n",
    'main/os/proc.ts': "import { readFileSync } from 'node:fs'\nimport x from '../model/stats.ts'\n",
    'main/drivers/registry.ts': "import { a } from './docker/driver.ts'\nimport { b } from './venv/driver.ts'\n",
    'main/drivers/venv/driver.ts': "import { c } from '../python/find.ts'\nimport { d } from '../runFolder.ts'\n",
    'main/store/database.ts': "import type { SampleSink } from '../measure/sink.ts'\n",
    'main/app.ts': "import { openStore } from './store/store.ts'\nimport meta from '../package.json'\n",
    'main/hosts/cli.ts': "import { serve } from './web.ts'\nimport { app } from '../app.ts'\n",
    'main/hosts/electron/main.ts': "import { app } from 'electron'\nimport '../web.ts'\n",
    'preload/preload.ts': "import { ipcRenderer } from 'electron'\n",
    'renderer/features/compare/Page.tsx':
      "import './page.css'\nimport { a } from '../../ui/Bar.tsx'\nimport type { Run } from '../../../main/contract/run.ts'\n",
    'renderer/features/live/Page.tsx': "import { InstanceDrawer } from '../instances/InstanceDrawer.tsx'\n",
    'renderer/app/App.tsx': "import { Page } from '../features/compare/Page.tsx'\n",
  })
  expect(result).toEqual({ code: 0, lines: [] })
})

test.each([
  ['main/contract/a.ts', "import x from '../model/x.ts'", 'contract imports model (main/model/x.ts)'],
  ['main/contract/a.ts', "import fs from 'node:fs'", 'contract imports node:fs'],
  ['main/contract/a.ts', "import x from 'zodiac'", 'contract imports zodiac'],
  ['main/model/a.ts', "import { execa } from 'execa'", 'model imports execa'],
  ['main/os/a.ts', "import type { D } from '../drivers/driver.ts'", 'os imports drivers (main/drivers/driver.ts)'],
  ['main/os/a.ts', "const x = await import('../app.ts')", 'os imports app (main/app.ts)'],
  ['main/os/a.ts', "type X = import('../store/store.ts').Store", 'os imports store (main/store/store.ts)'],
  ['main/report/a.ts', "export * from '../store/runs.ts'", 'report imports store (main/store/runs.ts)'],
  ['main/api/a.ts', "export { x } from '../hosts/web.ts'", 'api imports hosts (main/hosts/web.ts)'],
  ['main/hosts/web.ts', "import { app } from 'electron'", 'hosts imports electron'],
  ['main/hosts/web.ts', "import './electron/main.ts'", 'hosts imports hosts/electron (main/hosts/electron/main.ts)'],
  ['main/drivers/docker/a.ts', "import '../qemu/b.ts'", 'driver docker imports driver qemu (main/drivers/qemu/b.ts)'],
  ['main/drivers/python/a.ts', "import '../venv/b.ts'", 'driver python imports driver venv (main/drivers/venv/b.ts)'],
  ['preload/a.ts', "import type { X } from '../main/contract/x.ts'", 'preload imports contract (main/contract/x.ts)'],
  ['renderer/a.tsx', "import x from '../main/os/x.ts'", 'renderer imports os (main/os/x.ts)'],
  ['renderer/a.tsx', "import { join } from 'path'", 'renderer imports path of Node'],
  [
    'renderer/features/live/a.tsx',
    "import '../compare/Page.tsx'",
    'feature live imports feature compare (renderer/features/compare/Page.tsx)',
  ],
  [
    'renderer/features/instances/a.tsx',
    "import '../live/Page.tsx'",
    'feature instances imports feature live (renderer/features/live/Page.tsx)',
  ],
  ['main/os/a.ts', "import x from '../../test/x.ts'", 'os imports test/x.ts, which is in no layer'],
  ['main/odd/a.ts', "import 'zod'", 'is in no layer; add it to scripts/check-layers.mjs'],
  ['main/os/a.ts', 'spawn(x, { shell : true })', 'starts a shell'],
  [
    'main/os/a.ts',
    "import { exec, spawn } from 'node:child_process'",
    'imports exec of child_process, which is a shell',
  ],
])('%s with %s is refused, with its line', (file, line, message) => {
  const result = check({ [file]: `const before = 1\n\n${line}\n` })
  expect(result).toEqual({ code: 1, lines: [`${file}:3: ${message}`] })
})

test('an import over several lines is found at the line of its file name', () => {
  const result = check({ 'main/os/a.ts': "import {\n  one,\n  two,\n} from '../store/store.ts'\n" })
  expect(result.lines).toEqual(['main/os/a.ts:4: os imports store (main/store/store.ts)'])
})

test('what only looks like an import is none', () => {
  const comment = "// import '../app.ts'\n/* import x from '../app.ts'\n import('../app.ts') */\n"
  const code = "const url = 'http://a' // it's one\nconst pattern = /[\"'/]*/\nconst list = Array.from('../app.ts')\n"
  expect(check({ 'main/os/a.ts': comment + code })).toEqual({ code: 0, lines: [] })
})

test('an import after a regular expression or a string that holds a comment mark is found', () => {
  const code = "const a = '/*'\nconst b = /\\/*/.test(a)\nconst c = `//`\nimport '../app.ts'\n"
  expect(check({ 'main/os/a.ts': code }).lines).toEqual(['main/os/a.ts:4: os imports app (main/app.ts)'])
})

test('this project keeps its own rules', () => {
  expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).not.toThrow()
})

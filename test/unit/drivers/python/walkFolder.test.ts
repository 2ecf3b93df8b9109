import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type FoundEnvironment,
  nameEnvironment,
  parseMaker,
  type WalkLimits,
  walkFolder,
} from '../../../../main/drivers/python/walkFolder.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-walk-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const makeVenv = (path: string, config = 'home = /usr/bin\nversion = 3.11.2\n') =>
  write(join(path, 'pyvenv.cfg'), config)
const makeConda = (path: string, history = '') => write(join(path, 'conda-meta/history'), history)

async function walk(limits: Partial<WalkLimits> = {}, from = root) {
  const found: FoundEnvironment[] = []
  const usual = { depth: 4, entries: 10_000, until: Date.now() + 10_000, skip: () => false }
  const isWhole = await walkFolder(from, { ...usual, ...limits }, (one) => found.push(one))
  return { found, isWhole, paths: found.map(({ path }) => path.slice(root.length + 1)) }
}

describe('the walk for environments', () => {
  it('finds each kind by what is in its folder, the nearest first', async () => {
    makeVenv('shop/api/.venv')
    makeVenv('one')
    makeConda('conda/envs/web')
    makeConda('conda')
    const { paths, isWhole } = await walk()
    expect(paths).toEqual(['conda', 'one', 'conda/envs/web', 'shop/api/.venv'])
    expect(isWhole).toBe(true)
  })

  it('finds the root itself when it is one', async () => {
    makeVenv('')
    expect((await walk({ depth: 0 })).paths).toEqual([''])
  })

  it('tells what each is made from', async () => {
    makeVenv('plain')
    makeVenv('piped', 'home = /usr/bin\nversion_info = 3.11.2.final.0\nvirtualenv = 20.17.1+ds\n')
    write('piped/.project', '/home/somebody/shop')
    makeConda(
      'web',
      '==> 2023-05-30 11:29:04 <==\n# cmd: /opt/conda/bin/conda create -n web\n# conda version: 23.3.1\n',
    )
    write('web/conda-meta/python-dateutil-2.8.2-pyhd8ed1ab_0.json')
    write('web/conda-meta/python-3.11.4-h955ad1f_0.json')
    makeConda('statistics')
    const { found } = await walk()
    expect(found).toMatchObject([
      { kind: 'venv', isPipenv: true, config: { maker: 'virtualenv 20.17.1' } },
      { kind: 'venv', isPipenv: false, config: { maker: null, version: '3.11.2' } },
      { kind: 'conda', python: null, maker: null },
      { kind: 'conda', python: '3.11.4', maker: 'conda 23.3.1' },
    ])
  })

  it('ends at its depth', async () => {
    makeVenv('1/2/3/4')
    makeVenv('1/2/3/x/5')
    expect((await walk()).paths).toEqual(['1/2/3/4'])
  })

  it('goes round in no circle of links and out of no link', async () => {
    makeVenv('a/env')
    for (const [target, name] of [
      ['..', 'a/up'],
      ['.', 'a/self'],
      ['/', 'a/system'],
      ['env', 'a/again'],
      ['b', 'b'],
    ]) {
      symlinkSync(target ?? '', join(root, name ?? ''))
    }
    expect((await walk()).paths).toEqual(['a/env'])
  })

  it('does not look inside an environment, a repository’s own folder or a folder of packages', async () => {
    makeVenv('outer')
    for (const inside of ['outer/lib/inner', '.git/env', 'node_modules/env', 'x/site-packages/env', 'own/env']) {
      makeVenv(inside)
    }
    expect((await walk({ skip: (path) => path === join(root, 'own') })).paths).toEqual(['outer'])
  })

  it('takes no folder for one whose pyvenv.cfg is broken, a folder, a link or a pipe nobody writes to', async () => {
    makeVenv('empty', '')
    makeVenv('homeless', 'version = 3.11.2\n')
    makeVenv('binary', '\0\x01\xff'.repeat(1000))
    makeVenv('good')
    mkdirSync(join(root, 'folder/pyvenv.cfg'), { recursive: true })
    mkdirSync(join(root, 'linked'))
    symlinkSync(join(root, 'good/pyvenv.cfg'), join(root, 'linked/pyvenv.cfg'))
    mkdirSync(join(root, 'piped'))
    expect(spawnSync('mkfifo', [join(root, 'piped/pyvenv.cfg')]).status).toBe(0)
    mkdirSync(join(root, 'meta/conda-meta'), { recursive: true })
    expect(spawnSync('mkfifo', [join(root, 'meta/conda-meta/history')]).status).toBe(0)
    const { paths, isWhole } = await walk()
    expect(paths).toEqual(['good'])
    expect(isWhole).toBe(true)
  })

  it('reads no more than the start of a huge pyvenv.cfg', async () => {
    makeVenv('huge', `home = /usr/bin\n${'x'.repeat(70_000)}\nversion = 3.11.2\n`)
    expect((await walk()).found).toMatchObject([{ config: { home: '/usr/bin', version: null } }])
  })

  it('passes by names that nobody can ask for again', async () => {
    mkdirSync(Buffer.concat([Buffer.from(join(root, 'bad-')), Buffer.from([0xff, 0xfe])]))
    makeVenv('line\nbreak')
    makeVenv('escape\x1b[2J')
    makeVenv('naïve-λ-🐳, =')
    expect((await walk()).paths).toEqual(['naïve-λ-🐳, ='])
  })

  it('passes by what may not be read', async () => {
    makeVenv('locked/env')
    makeVenv('open/env')
    chmodSync(join(root, 'locked'), 0)
    chmodSync(root, 0o755)
    // Root may read everything.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      expect((await walk()).paths).toEqual(['open/env'])
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(join(root, 'locked'), 0o755)
    }
    expect(await walk({}, join(root, 'none'))).toMatchObject({ found: [], isWhole: true })
  })

  it('says that it has not seen everything when a limit ends it, and has what it found by then', async () => {
    makeVenv('a')
    for (let i = 0; i < 600; i++) write(`wide/file-${i}`)
    makeVenv('wide/zz')
    expect(await walk({ entries: 300 })).toMatchObject({ paths: ['a'], isWhole: false })
    expect(await walk({ until: 0 })).toMatchObject({ paths: [], isWhole: false })
    expect(await walk()).toMatchObject({ paths: ['a', 'wide/zz'], isWhole: true })
  })
})

describe('who made a conda environment', () => {
  it.each([
    ['# cmd: /opt/conda/bin/conda create -n web\n# conda version: 23.3.1\n', 'conda 23.3.1'],
    ['# cmd: C:\\conda\\Scripts\\conda.exe create\r\n# conda version: 26.7.1\r\n', 'conda 26.7.1'],
    ['# cmd: /home/a/bin/micromamba create -n web\n# conda version: 3.8.0\n', 'micromamba'],
    ['# cmd: mamba create -n web\n', 'mamba'],
    ['# cmd: constructor\n# conda version: 24.1.2\n', 'conda 24.1.2'],
    ['', null],
  ])('is in its history %j: %s', (history, maker) => {
    expect(parseMaker(history)).toBe(maker)
  })
})

describe('what an environment is called', () => {
  it.each([
    ['/home/a/.virtualenvs/web', 'web'],
    ['/home/a/shop/.venv', 'shop/.venv'],
    ['/home/a/shop/venv3', 'shop/venv3'],
    ['/venv', 'venv'],
  ])('%s: %s', (path, name) => {
    expect(nameEnvironment(path)).toBe(name)
  })
})

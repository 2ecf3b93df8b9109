import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { DiskUse, PreparedContender } from '../../main/drivers/contender.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver, DriverDeps } from '../../main/drivers/driver.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { createVenvDriver } from '../../main/drivers/venv/driver.ts'
import { measureAllocated } from '../../main/os/disk.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { withSharedCache } from '../support/sharedCache.ts'

const never = new AbortController().signal

/** Allocated bytes as coreutils count them. */
function du(path: string): number {
  return Number(execFileSync('du', ['--summarize', '--block-size=1', path], { encoding: 'utf8' }).split('\t')[0])
}

/** Allocated bytes of the files that find(1) shows with more than one name. */
function countLinked(path: string): number {
  const lines = execFileSync('find', [path, '-type', 'f', '-links', '+1', '-printf', '%i %b\\n'], { encoding: 'utf8' })
  return [...new Set(lines.split('\n').filter(Boolean))].reduce(
    (sum, line) => sum + 512 * Number(line.split(' ')[1]),
    0,
  )
}

describe('a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iso-disk-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is counted as du counts it, with links, holes and a file of two names', async () => {
    const inside = join(folder, 'inside')
    mkdirSync(join(inside, 'deep'), { recursive: true })
    writeFileSync(join(inside, 'one'), Buffer.alloc(100_000, 1))
    linkSync(join(inside, 'one'), join(inside, 'deep', 'two'))
    symlinkSync(folder, join(inside, 'deep', 'loop'))
    writeFileSync(join(inside, 'sparse'), '')
    truncateSync(join(inside, 'sparse'), 50 * 2 ** 20)
    const { unique, shared } = await measureAllocated(inside)
    expect(shared).toBe(0)
    expect(unique).toBe(du(inside))
    expect(unique).toBeLessThan(1_000_000)
  })

  it('has apart what a hard link outside it holds too', async () => {
    const [own, other] = [join(folder, 'own'), join(folder, 'other')]
    for (const name of [own, other]) mkdirSync(name)
    writeFileSync(join(own, 'big'), Buffer.alloc(300_000, 1))
    writeFileSync(join(own, 'small'), 'x')
    linkSync(join(own, 'big'), join(other, 'big'))
    const { unique, shared } = await measureAllocated(own)
    expect(shared).toBe(countLinked(own))
    expect(unique).toBe(du(own) - countLinked(own))
    const before = du(folder)
    rmSync(own, { recursive: true })
    // What is called unique is what comes back.
    expect(before - du(folder)).toBe(unique)
  })

  it('has of a disk image what qemu-img says it takes, and not its virtual size', async () => {
    const image = join(folder, 'disk.qcow2')
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', image, '1G'])
    execFileSync('qemu-io', ['-c', 'write -P 7 1M 3M', image])
    execFileSync('sync')
    const info = JSON.parse(execFileSync('qemu-img', ['info', '--output=json', image], { encoding: 'utf8' }))
    expect((await measureAllocated(image)).unique).toBe(info['actual-size'])
    expect(info['actual-size']).toBeGreaterThan(3 * 2 ** 20)
    expect(info['virtual-size']).toBe(2 ** 30)
  })
})

/** overlay2: the folder that holds the files of the uppermost layer and what the engine notes of it. */
function upperOf(driver: { readonly Data?: object | null }): string {
  const { UpperDir = '' } = (driver.Data ?? {}) as { readonly UpperDir?: string }
  return dirname(UpperDir)
}

/** Any two images of the same probe share its layer, whoever made them: so here is a probe that nobody else has. */
function withOwnProbe(deps: TestDeps): DriverDeps {
  const probe = join(deps.paths.home, 'probe')
  writeFileSync(probe, Buffer.concat([readFileSync(deps.tools.probe), randomBytes(16)]), { mode: 0o755 })
  return { ...deps, tools: { ...deps.tools, probe } }
}

async function prepare(create: (deps: DriverDeps) => Driver, deps: DriverDeps): Promise<PreparedContender> {
  const [contender] = create(deps).contenders
  if (!contender) throw new Error('the driver has a contender')
  return contender.prepare(
    { runId: '20260101T000000-d15c00', variables: workloadVariables, onStep: () => undefined },
    never,
  )
}

async function readDisk(prepared: PreparedContender): Promise<DiskUse> {
  const use = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(never)
  if (isAbsent(use)) throw new Error(use.absent)
  return use
}

describe('disk_unique and disk_shared', () => {
  let deps: TestDeps
  let prepared: PreparedContender
  const refs = (kind: string) => [...deps.rows.values()].filter((row) => row.kind === kind).map(({ ref }) => ref)
  beforeAll(() => {
    deps = withSharedCache(createTestDeps())
  })
  afterEach(() => prepared.dispose())
  afterAll(() => deps.removeHome())

  it('of an environment are what du and find count in it', async () => {
    prepared = await prepare(createVenvDriver, deps)
    const environment = join(refs('folder')[0] ?? '', 'environment')
    const { unique, shared } = await readDisk(prepared)
    expect(shared).toBe(countLinked(environment))
    expect(unique).toBe(du(environment) - countLinked(environment))
  })

  it('of a machine are its initramfs, and the kernel that others boot too', async () => {
    prepared = await prepare(createQemuDriver, deps)
    const [folder = ''] = refs('folder')
    const kernels = join(deps.paths.cache, 'guest-kernel')
    const images = readdirSync(kernels, { recursive: true }).filter((name) => String(name).endsWith('vmlinuz'))
    expect(images).toHaveLength(1)
    const { unique, shared } = await readDisk(prepared)
    expect(unique).toBe(du(folder))
    expect(shared).toBe(du(join(kernels, String(images[0]))))
  })

  it('of a container are the folders of its layers and its own, as du counts them; docker system df says less', async () => {
    prepared = await prepare(createDockerDriver, withOwnProbe(deps))
    const [image = ''] = refs('image')
    const docker = new Docker()
    const info = await docker.getImage(image).inspect()
    const layer = upperOf(info.GraphDriver)
    const { unique, shared } = await readDisk(prepared)
    // The measured container is gone: one more of the same kind, counted by hand.
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['ready'],
      Labels: { 'isoscope.test': 'disk' },
    })
    try {
      const own = await container.inspect()
      const upper = upperOf(own.GraphDriver)
      const { DockerRootDir } = await docker.info()
      const records = join(DockerRootDir, 'containers', own.Id)
      expect(shared).toBe(0)
      const counted = du(layer) + du(upper) + du(`${upper}-init`) + du(records)
      // The container's settings are a file of one block, more or less, with names and times of other lengths.
      expect(Math.abs(unique - counted)).toBeLessThanOrEqual(4096)
      const report = await docker.df()
      const reported = report.Images.find(({ Id }: { Id: string }) => Id === info.Id)
      // Its "size" is the lengths of the files: no blocks, no folders, nothing of the container but what it has written.
      expect(reported.Size).toBe(statSync(deps.tools.probe).size + 16)
      expect(unique).toBeGreaterThan(reported.Size)
      if (process.env.ISOSCOPE_PRINT) {
        const parts = { layer: du(layer), upper: du(upper), init: du(`${upper}-init`), records: du(records) }
        console.log({ unique, shared, ...parts, df: reported.Size })
      }
    } finally {
      await container.remove()
    }
  })

  it('of a container have its lower layers as shared once another image stands on them', async () => {
    prepared = await prepare(createDockerDriver, withOwnProbe(deps))
    const [image = ''] = refs('image')
    const docker = new Docker()
    const alone = await readDisk(prepared)
    // Another image of the same layers: a container of it, committed with nothing changed but a label.
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['ready'],
      Labels: { 'isoscope.test': 'disk' },
    })
    try {
      const [repo, tag] = ['isoscope-test-disk', deps.owner.pid]
      await container.commit({ repo, tag: String(tag) })
      try {
        const beside = await readDisk(prepared)
        const info = await docker.getImage(image).inspect()
        expect(beside.shared).toBe(du(upperOf(info.GraphDriver)))
        expect(Math.abs(alone.unique - (beside.unique + beside.shared))).toBeLessThanOrEqual(4096)
      } finally {
        await docker.getImage(`${repo}:${tag}`).remove()
      }
    } finally {
      await container.remove()
    }
  })
})

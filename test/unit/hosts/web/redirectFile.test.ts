import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeStaleRedirects, writeRedirectFile } from '../../../../main/hosts/web/redirectFile.ts'

let parent = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const url = 'http://127.0.0.1:4000/#code=abc'
const later = () => Date.now() + 61_000

test('only the user can read the file and enter its folder', async () => {
  const { path } = await writeRedirectFile(url, parent)
  expect((await lstat(path)).mode & 0o777).toBe(0o600)
  expect((await lstat(dirname(path))).mode & 0o777).toBe(0o700)
})

test('the file sends on to the URL without a script, and the path does not hold the code', async () => {
  const { path } = await writeRedirectFile(url, parent)
  const html = await readFile(path, 'utf8')
  expect(html).toContain(`http-equiv="refresh" content="0; url=${url}"`)
  expect(html).not.toContain('<script')
  expect(path).not.toContain('abc')
})

test('remove takes the file and its folder, twice too', async () => {
  const file = await writeRedirectFile(url, parent)
  await file.remove()
  await file.remove()
  expect(await readdir(parent)).toEqual([])
})

test('what a killed process left is removed once it is too old to be in use', async () => {
  await writeRedirectFile(url, parent)
  await removeStaleRedirects(parent, Date.now())
  expect(await readdir(parent)).toHaveLength(1)
  await removeStaleRedirects(parent, later())
  expect(await readdir(parent)).toEqual([])
})

test('what only looks like ours stays', async () => {
  const lookAlikes = [
    'isoscope-open-notes',
    'isoscope-open-abcde',
    'my-isoscope-open-abcdef',
    'isoscope-open-public',
    'isoscope-open-filled',
  ]
  for (const name of lookAlikes) {
    await mkdir(join(parent, name), { mode: 0o700 })
    await writeFile(join(parent, name, name.endsWith('public') ? 'isoscope.html' : 'thesis.txt'), 'mine')
  }
  await chmod(join(parent, 'isoscope-open-public'), 0o755)
  await writeFile(join(parent, 'isoscope-open-filled', 'isoscope.html'), 'mine')
  await writeFile(join(parent, 'isoscope-open-a1b2c3'), 'a file')
  await mkdir(join(parent, 'target'), { mode: 0o700 })
  await writeFile(join(parent, 'target', 'isoscope.html'), 'mine')
  await symlink(join(parent, 'target'), join(parent, 'isoscope-open-linked'))
  const before = await readdir(parent, { recursive: true })
  await removeStaleRedirects(parent, later())
  expect(await readdir(parent, { recursive: true })).toEqual(before)
})

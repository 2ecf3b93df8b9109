import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/* Workflows run elsewhere; what they name must at least be here. */

const root = join(import.meta.dirname, '..', '..', '..')
const folder = join(root, '.github', 'workflows')
const files = readdirSync(folder)
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

test('there are some', () => expect(files).toEqual(['ci.yml', 'release.yml']))

test.for(files)('%s runs scripts and files that exist, and actions of a named major version', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) expect(scripts).toHaveProperty([script])
  const paths = [...text.matchAll(/(?:^|\s)((?:\.ci|test)\/[\w./-]+)/gm)].map(([, path = '']) => path)
  // The specification of the window is written beside this; it is checked by its own folder.
  for (const path of paths.filter((path) => path !== 'test/electron'))
    expect(existsSync(join(root, path)), path).toBe(true)
  const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action)
  expect(actions.length).toBeGreaterThan(0)
  for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/)
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
})

import { afterAll, describe, expect, it } from 'vitest'
import { createHome, runCliToEnd } from '../support/cli.ts'

describe('the command line where no daemon answers', () => {
  const home = createHome()
  const env = { ISOSCOPE_HOME: home.path, DOCKER_HOST: 'unix:///nowhere' }
  afterAll(() => home.remove())

  it.each(['image', 'volume', 'compose'])('%s ls says so, and not that there are none', async (command) => {
    const { code, stdout, stderr } = await runCliToEnd([command, 'ls'], env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('Nothing answers at unix:///nowhere.')
    expect(stderr).not.toContain('There are no')
  })

  it.each([
    ['image', 'build'],
    ['compose', 'up'],
  ])('%s %s refuses a folder that is not there before it asks anybody', async (...words) => {
    const { code, stderr } = await runCliToEnd([...words, '/nowhere'], env)
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'isoscope: there is no folder /nowhere.\n' })
  })
})

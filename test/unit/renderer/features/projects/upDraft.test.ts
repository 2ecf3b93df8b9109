import { describe, expect, it } from 'vitest'
import { projectRequestSchema } from '../../../../../main/contract/projects.ts'
import { checkUp, firstUp } from '../../../../../renderer/features/projects/upDraft.ts'

describe('a project to bring up', () => {
  it('names only what was typed', () => {
    const checked = checkUp({ ...firstUp, folder: ' /srv/shop ' })
    expect(checked.ok && projectRequestSchema.parse(checked.request)).toEqual({
      action: 'up',
      technology: 'docker',
      folder: '/srv/shop',
    })
    const whole = checkUp({ folder: '/srv/shop', file: 'test.yaml', name: 'shop' })
    expect(whole.ok && projectRequestSchema.parse(whole.request)).toMatchObject({ file: 'test.yaml', name: 'shop' })
  })

  it('has a file of its folder alone, and a name that Compose takes', () => {
    const errorsOf = (file: string, name: string) => {
      const checked = checkUp({ folder: '/srv', file, name })
      return checked.ok ? [] : Object.keys(checked.errors)
    }
    expect(errorsOf('../x.yaml', '')).toEqual(['file'])
    expect(errorsOf('-f', '')).toEqual(['file'])
    expect(errorsOf('', 'Shop')).toEqual(['name'])
    expect(errorsOf('compose.prod.yaml', 'shop_2')).toEqual([])
    const refused = checkUp(firstUp)
    expect(!refused.ok && Object.keys(refused.errors)).toEqual(['folder'])
  })
})

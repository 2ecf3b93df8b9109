import { describe, expect, it } from 'vitest'
import type { EnvironmentMaker } from '../../../../../main/contract/environment.ts'
import {
  checkEnvironment,
  checkPlace,
  type EnvironmentDraft,
  emptyEnvironment,
  emptyPlace,
} from '../../../../../renderer/features/environments/environmentForm.ts'

const venv: EnvironmentMaker = {
  technology: 'venv',
  id: 'virtualenv',
  version: '20.17.1',
  path: '/usr/bin/virtualenv',
  takes: ['python', 'packages'],
}
const conda: EnvironmentMaker = {
  technology: 'conda',
  id: 'micromamba',
  version: '2.8.1',
  path: '/opt/micromamba',
  takes: ['python', 'packages', 'channels', 'prefix'],
}
const draft = (part: Partial<EnvironmentDraft>): EnvironmentDraft => ({
  ...emptyEnvironment,
  maker: '',
  name: 'web',
  ...part,
})

describe('a new environment', () => {
  it('is asked for with what was filled in', () => {
    const filled = draft({ python: ' 3.12 ', packages: 'numpy >=2\nscipy', channels: 'conda-forge, bioconda' })
    expect(checkEnvironment(filled, conda)).toEqual({
      ok: true,
      request: {
        kind: 'create',
        request: {
          technology: 'conda',
          spec: {
            place: { name: 'web' },
            maker: 'micromamba',
            python: '3.12',
            packages: ['numpy>=2', 'scipy'],
            channels: ['conda-forge', 'bioconda'],
          },
        },
      },
    })
  })

  it('is not asked of a maker for what it does not take, whatever was typed for another one', () => {
    const filled = draft({ channels: 'conda-forge', isFolder: true, folder: '/data/env' })
    expect(checkEnvironment(filled, venv)).toMatchObject({
      ok: true,
      request: { request: { spec: { place: { name: 'web' }, channels: [] } } },
    })
  })

  it('says at each field what is wrong with it', () => {
    const wrong = draft({ name: '', python: '2.7', packages: 'numpy ../x', channels: 'https://me:secret@example.com' })
    expect(checkEnvironment(wrong, conda)).toEqual({
      ok: false,
      errors: {
        name: 'Give it a name.',
        python: expect.stringContaining('like 3.12'),
        packages: expect.stringMatching(/^\.\.\/x: A package is named like/),
        channels: expect.stringContaining('A channel is a name'),
      },
    })
  })

  it('tells a venv’s user how pip writes a version', () => {
    expect(checkEnvironment(draft({ packages: 'numpy=1.26' }), venv)).toMatchObject({
      errors: { packages: expect.stringContaining('numpy==1.26') },
    })
    expect(checkEnvironment(draft({ packages: 'numpy=1.26' }), conda).ok).toBe(true)
  })

  it('is made of a file, of the kind that its maker reads', () => {
    const file = draft({ origin: 'file', format: 'yml', file: 'dependencies:\n  - numpy\n', packages: '///' })
    expect(checkEnvironment(file, conda)).toMatchObject({
      ok: true,
      request: { kind: 'import', request: { maker: 'micromamba', file: { format: 'yml' } } },
    })
    expect(checkEnvironment(file, venv)).toMatchObject({ errors: { file: expect.stringContaining('conda') } })
    expect(checkEnvironment(draft({ origin: 'file', file: ' \n' }), venv)).toMatchObject({
      errors: { file: expect.stringContaining('Drop a file') },
    })
  })
})

describe('its place', () => {
  it('is a name, or a whole path where the maker takes one', () => {
    const folder = { ...emptyPlace, isFolder: true, folder: ' /data/env ' }
    expect(checkPlace(folder, true)).toEqual({ ok: true, request: { prefix: '/data/env' } })
    expect(checkPlace({ ...folder, folder: 'env' }, true)).toMatchObject({
      errors: { folder: expect.stringContaining('from / on') },
    })
    expect(checkPlace({ ...emptyPlace, name: 'two words' }, true)).toMatchObject({
      errors: { name: expect.stringContaining('1 to 63') },
    })
  })
})

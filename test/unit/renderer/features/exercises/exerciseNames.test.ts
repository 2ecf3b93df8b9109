import { describe, expect, it, vi } from 'vitest'

vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
const { findNameFaults, findUsableNames } = await import('../../../../../renderer/features/exercises/exerciseNames.ts')

describe('the names of the exercises', () => {
  it('are used as an engine lists them', () => {
    const names = { begin: ' debian ', modified: 'docker.io/me/play', built: '127.0.0.1:5000/play:2' }
    expect(findNameFaults(names)).toEqual({})
    expect(findUsableNames(names)).toEqual({
      begin: 'debian:latest',
      modified: 'me/play:latest',
      built: '127.0.0.1:5000/play:2',
    })
  })

  it('are refused where Docker takes them for none', () => {
    for (const begin of ['', '-rm', 'Team/Web', 'a.b-/web', 'web:-1', 'web@sha256:0']) {
      expect(findNameFaults({ begin, modified: '', built: '' }).begin, begin).toBeTypeOf('string')
    }
  })

  it('say where an image goes', () => {
    const names = { begin: '-rm', modified: 'playground:1', built: '' }
    expect(findUsableNames(names)).toEqual({ begin: null, modified: null, built: null })
    expect(findNameFaults(names).modified).toContain('Where it goes comes first')
  })

  it('differ, whatever way they are written', () => {
    const names = { begin: 'me/play', modified: 'docker.io/me/play:latest', built: 'me/other' }
    expect(findNameFaults(names)).toEqual({ modified: expect.stringContaining('Another name') })
    expect(findNameFaults({ ...names, modified: 'me/other:latest' })).toEqual({
      built: expect.stringContaining('Another name'),
    })
  })
})

import { describe, expect, it } from 'vitest'
import { checkBuild, emptyBuild } from '../../../../../renderer/features/docker/build/buildDraft.ts'

const check = (more: Partial<typeof emptyBuild>) => checkBuild({ ...emptyBuild, ...more }, 'docker')

describe('what somebody fills in for a build', () => {
  it('becomes a request; what was left empty is not in it', () => {
    expect(check({ folder: ' /home/me/web ', tags: 'web:1.0, web', arguments: 'A=1\n\nB=x=y\n' })).toEqual({
      ok: true,
      request: {
        technology: 'docker',
        folder: '/home/me/web',
        dockerfile: { kind: 'file', path: 'Dockerfile' },
        tags: ['web:1.0', 'web'],
        arguments: [
          { name: 'A', value: '1' },
          { name: 'B', value: 'x=y' },
        ],
        noCache: false,
        pull: false,
      },
    })
  })

  it('needs a folder or a Dockerfile', () => {
    expect(check({})).toMatchObject({ ok: false, errors: { folder: expect.any(String) } })
    expect(check({ isWritten: true })).toMatchObject({ ok: true, request: { folder: null } })
    expect(check({ isWritten: true, text: ' \n' })).toMatchObject({ ok: false, errors: { text: expect.any(String) } })
  })

  it.for([
    ['tags', '--privileged'],
    ['tags', 'Web:1'],
    ['arguments', '=x'],
    ['arguments', 'A B=x'],
    ['target', '-x'],
    ['platform', 'linux amd64'],
  ] as const)('is told at its field that %s cannot be %s', ([field, value]) => {
    expect(check({ folder: '/x', [field]: value })).toMatchObject({
      ok: false,
      errors: { [field]: expect.any(String) },
    })
  })
})

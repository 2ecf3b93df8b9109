import { describe, expect, it } from 'vitest'
import { checkCommit, emptyCommit } from '../../../../../renderer/features/docker/containers/commitDraft.ts'
import { checkTag } from '../../../../../renderer/features/docker/imageNameDraft.ts'

describe('the form of a commit', () => {
  it('leaves out what is empty', () => {
    expect(checkCommit({ ...emptyCommit, name: ' web:2 ' })).toEqual({
      ok: true,
      request: { name: 'web:2', move: false, message: '', author: '', pause: true, config: {} },
    })
  })

  it('takes lines and words literally', () => {
    const checked = checkCommit({
      ...emptyCommit,
      name: 'web',
      command: 'sh -c "echo $A"',
      environment: 'A=b = c \n\nB=',
      ports: '80\n53/udp',
      volumes: '/data x',
    })
    expect(checked).toMatchObject({
      request: {
        config: {
          command: ['sh', '-c', 'echo $A'],
          environment: [
            { name: 'A', value: 'b = c ' },
            { name: 'B', value: '' },
          ],
          ports: ['80/tcp', '53/udp'],
          volumes: ['/data x'],
        },
      },
    })
  })

  it('says at which field something is wrong', () => {
    const checked = checkCommit({
      ...emptyCommit,
      name: 'Web',
      command: 'sh "',
      environment: 'A',
      labels: '=x',
      ports: 'http',
      volumes: 'data',
      workingDirectory: 'srv',
    })
    expect(!checked.ok && Object.keys(checked.errors)).toEqual([
      'name',
      'command',
      'environment',
      'labels',
      'ports',
      'volumes',
      'workingDirectory',
    ])
  })
})

describe('the name of an image', () => {
  it('is one that an engine takes', () => {
    const isName = (name: string) => checkTag({ name, move: false }).ok
    for (const name of ['web', 'web:1.0', 'a/b__c-d.e:x', 'localhost:5000/web:1', 'Registry.Example/team/web']) {
      expect(isName(name), name).toBe(true)
    }
    for (const name of ['', '-web', 'Web', 'web:', 'a//b', 'web@sha256:1', 'we b', 'a:b:c', `${'a'.repeat(300)}`]) {
      expect(isName(name), name).toBe(false)
    }
  })
})

import { expect, test } from 'vitest'
import { readExitCode, toFacts } from '../../../../main/drivers/docker/facts/readFacts.ts'

const listed = { Id: 'a', ImageID: 'sha256:b', Command: 'sh -c true', Ports: [], Status: 'Up 3 minutes' }
const port = (IP: string, PrivatePort: number, PublicPort: number, Type = 'tcp') => ({
  IP,
  PrivatePort,
  PublicPort,
  Type,
})

test.each([
  ['Exited (137) 5 minutes ago', 137],
  ['Exited (0) Less than a second ago', 0],
  ['Exited (-1) 2 days ago', -1],
  ['Up 4 seconds (Paused)', null],
  ['Created', null],
  [undefined, null],
])('the exit code of %s is %s', (status, code) => {
  expect(readExitCode(status)).toBe(code)
})

test('a port that leads everywhere is one for both families of addresses', () => {
  const Ports = [
    port('::', 8080, 18080),
    port('0.0.0.0', 8080, 18080),
    port('127.0.0.1', 81, 18081, 'udp'),
    port('::1', 82, 90),
  ]
  expect(toFacts({ ...listed, Ports }, false).ports).toEqual([
    '127.0.0.1:18081→81/udp',
    '18080→8080/tcp',
    '[::1]:90→82/tcp',
  ])
})

test('a port without one of this machine leads nowhere, and an id without its algorithm gets it', () => {
  // Docker leaves both out where nothing leads there.
  const Ports = [{ PrivatePort: 80, Type: 'tcp' }] as unknown as ReturnType<typeof port>[]
  expect(toFacts({ ...listed, ImageID: 'b', Ports }, false)).toEqual({
    id: 'docker:a',
    imageId: 'docker:sha256:b',
    command: 'sh -c true',
    ports: ['80/tcp'],
    exitCode: null,
    oomKilled: false,
  })
})

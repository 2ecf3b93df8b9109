import { describe, expect, it, test } from 'vitest'
import type { HttpAnswer } from '../../../../main/drivers/http.ts'
import { parseHubAddress } from '../../../../main/drivers/jupyterhub/address.ts'
import { toConnectionError, toHubError } from '../../../../main/drivers/jupyterhub/errors.ts'
import {
  parseMessage,
  parseOwner,
  parseSpawner,
  parseUser,
  parseUsers,
  parseVersion,
  readPid,
} from '../../../../main/drivers/jupyterhub/parse.ts'
import { createProgressReader } from '../../../../main/drivers/jupyterhub/progress.ts'
import { hubCaptures, readHubCapture } from '../../../support/hubCapture.ts'

const address = parseHubAddress('http://127.0.0.1:18000/')

const readProgress = ({ body }: HttpAnswer) => createProgressReader().push(Buffer.from(body))

/** What each answer that succeeded means to us. */
const understood: Readonly<Record<string, { readonly read: (answer: HttpAnswer) => unknown; readonly as: unknown }>> = {
  '01-root': { read: ({ body }) => parseVersion(body), as: '3.0.0' },
  '02-info': { read: ({ body }) => parseSpawner(body), as: 'jupyterhub.spawner.SimpleLocalProcessSpawner' },
  '03-user': {
    read: ({ body }) => parseOwner(body),
    as: expect.objectContaining({ name: 'isoscope', kind: 'service', scopes: expect.arrayContaining(['servers']) }),
  },
  '04-users-empty': {
    read: ({ body }) => parseUsers(body),
    as: { users: [expect.objectContaining({ name: 'admin', admin: true, servers: {} })], nextOffset: null },
  },
  '07-create-user': {
    read: ({ body }) => parseUser(body),
    as: expect.objectContaining({ name: 'alice', servers: {} }),
  },
  '09-get-user': { read: ({ body }) => parseUser(body), as: expect.objectContaining({ name: 'alice', server: null }) },
  '11-spawn': { read: ({ status }) => status, as: 201 },
  '12-user-pending': {
    read: ({ body }) => parseUser(body).servers[''],
    as: expect.objectContaining({ ready: true, pending: null, url: '/user/alice/' }),
  },
  '13-progress-eventstream': {
    read: readProgress,
    as: [{ state: 'ready', percent: 100, message: 'Server ready at /user/alice/' }],
  },
  '14-user-ready': {
    read: ({ body }) => {
      const server = parseUser(body).servers['']
      return server && readPid(server)
    },
    as: 21603,
  },
  // What is never asked for, and answers of a user's own server: that they answer at all is what they tell.
  '16-proxy-routes': { read: ({ status, contentType }) => [status, contentType], as: [200, 'application/json'] },
  '17-user-token': { read: ({ status, contentType }) => [status, contentType], as: [201, 'application/json'] },
  '18-server-api-status-svc': {
    read: ({ status, contentType }) => [status, contentType],
    as: [200, 'application/json'],
  },
  '19-server-api-status-user': {
    read: ({ status, contentType }) => [status, contentType],
    as: [200, 'application/json'],
  },
  '20-server-api-contents': { read: ({ status, contentType }) => [status, contentType], as: [200, 'application/json'] },
  '25-stop-again': { read: ({ status }) => status, as: 204 },
  '26-user-stopped': { read: ({ body }) => parseUser(body).servers, as: {} },
  '31-progress-failed': {
    read: readProgress,
    as: [
      {
        state: 'failed',
        percent: 100,
        message: "Spawn failed: [Errno 2] No such file or directory: '/nonexistent/jupyterhub-singleuser'",
      },
    ],
  },
}

/** What each failure is called, in the user's words. */
const failures: Readonly<Record<string, { readonly code: string; readonly says: RegExp; readonly detail?: RegExp }>> = {
  '05-users-no-token-FAIL': {
    code: 'permission_denied',
    says: /not a valid one, or lacks the right/,
    detail: /list:users/,
  },
  '08-create-user-again-FAIL': { code: 'name_taken', says: /user of this name exists/, detail: /alice already exists/ },
  '10-get-missing-user-FAIL': { code: 'not_found', says: /no such user/ },
  '15-spawn-again-FAIL': { code: 'in_use', says: /already running/ },
  '30-spawn-command-missing-FAIL': { code: 'engine_failed', says: /The hub failed/ },
  '32-spawn-never-answers-FAIL': { code: 'engine_failed', says: /did not start/, detail: /status=1/ },
}

describe('what a real hub answered', () => {
  test.for(hubCaptures)('%s is understood, or becomes an error of a kind of its own', (name) => {
    const answer = readHubCapture(name)
    if (answer === null) {
      expect(name).toBe('29-hub-down-FAIL')
      return
    }
    const known = understood[name]
    if (known) {
      expect(answer.status).toBeLessThan(300)
      expect(known.read(answer)).toEqual(known.as)
      return
    }
    const expected = failures[name]
    if (!expected) throw new Error(`nothing is expected of ${name}`)
    const error = toHubError(answer, address)
    expect(error).toMatchObject({
      code: expected.code,
      engine: 'jupyterhub',
      message: expect.stringMatching(expected.says),
    })
    if (expected.detail) expect(error.detail).toMatch(expected.detail)
  })

  it('has every capture in one of the tables, and no table has one that is gone', () => {
    const named = [...Object.keys(understood), ...Object.keys(failures), '29-hub-down-FAIL']
    expect(named.toSorted()).toEqual([...hubCaptures].sort())
  })
})

describe('a hub that does not answer', () => {
  const waiting = {
    place: address,
    signal: new AbortController().signal,
    timeout: new AbortController().signal,
    timeoutMs: 10_000,
  }

  it('is down where nobody listens', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(toConnectionError(refused, waiting)).toMatchObject({
      code: 'not_running',
      message: 'The hub at http://127.0.0.1:18000/ does not answer.',
      remedy: { text: 'Start the hub' },
    })
  })

  it('is not trusted with a certificate that cannot be checked', () => {
    const selfSigned = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(toConnectionError(selfSigned, waiting)).toMatchObject({
      code: 'permission_denied',
      remedy: { text: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    })
  })

  it('took too long, or was given up by the caller', () => {
    expect(toConnectionError(new Error('x'), { ...waiting, timeout: AbortSignal.abort() })).toHaveProperty(
      'code',
      'timeout',
    )
    expect(toConnectionError(new Error('x'), { ...waiting, signal: AbortSignal.abort() })).toHaveProperty(
      'code',
      'cancelled',
    )
  })

  const html = (status: number, location: string | null = null): HttpAnswer => ({
    status,
    headers: {},
    contentType: 'text/html',
    location,
    body: '<html>',
  })

  it.each([
    [html(404), 'not_running', /No hub answers/],
    [html(503), 'not_running', /does not answer/],
    [html(302, 'https://elsewhere.example/login?token=abc'), 'bad_input', /sends on to https:\/\/elsewhere\.example:/],
  ] as const)('%j of a proxy or of something else is %s', (answer, code, says) => {
    expect(toHubError(answer, address)).toMatchObject({ code, message: expect.stringMatching(says) })
  })

  it('says what a token that is not known needs', () => {
    const forbidden = {
      status: 403,
      headers: {},
      contentType: 'application/json',
      location: null,
      body: '{"message":"Forbidden"}',
    }
    expect(toHubError(forbidden, address)).toMatchObject({
      code: 'permission_denied',
      remedy: { text: expect.stringContaining('hub/token'), command: 'isoscope hub connect http://127.0.0.1:18000/' },
    })
  })
})

describe('an answer that is none', () => {
  it.each(['', 'null', '[]', '{"version":3}', '<html>', '{"version":"3.0.0"'])('%j is not what a hub says', (body) => {
    for (const parse of [parseVersion, parseUser, parseOwner, parseSpawner]) {
      expect(() => parse(body)).toThrow(expect.objectContaining({ code: 'bad_output', engine: 'jupyterhub' }))
    }
    expect(parseMessage(body)).toBeNull()
  })

  it('takes no pid that cannot be one', () => {
    const server = { name: '', ready: true, stopped: false }
    for (const pid of [0, 1, -5, 1.5, '12', null, undefined]) expect(readPid({ ...server, state: { pid } })).toBeNull()
  })

  it('follows the pages of a hub with many users', () => {
    const body = JSON.stringify({ items: [{ name: 'a' }], _pagination: { next: { offset: 200, limit: 200 } } })
    expect(parseUsers(body)).toMatchObject({ users: [{ name: 'a', servers: {} }], nextOffset: 200 })
  })
})

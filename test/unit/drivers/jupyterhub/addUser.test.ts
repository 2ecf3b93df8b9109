import { afterEach, expect, it } from 'vitest'
import { addUser } from '../../../../main/drivers/jupyterhub/addUser.ts'
import type { KeptUsers } from '../../../../main/drivers/jupyterhub/keptUsers.ts'
import { type FakeHub, fakeToken, startFakeHub } from '../../../support/fakeHub.ts'

const never = new AbortController().signal
let hub: FakeHub | undefined
afterEach(() => hub?.close())

/** What becomes of the order to make the user, and of the question whether there is one afterwards. */
interface Hub {
  readonly post: 'made' | 'made, answer lost' | 'lost' | 'refused'
  readonly answersAfterwards: boolean
}

async function add({ post, answersAfterwards }: Hub) {
  let exists = false
  let isOver = false
  hub = await startFakeHub((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/hub/api/') return answer(200, { version: '3.0.0' })
    if (request.url === '/hub/api/user')
      return answer(200, { kind: 'service', name: 'isoscope', scopes: ['admin:users'] })
    if (request.method === 'GET') {
      if (isOver && !answersAfterwards) return request.socket.destroy()
      return exists ? answer(200, { name: 'dave' }) : answer(404, { message: 'none' })
    }
    isOver = true
    exists = post.startsWith('made')
    if (post === 'made') return answer(201, { name: 'dave' })
    if (post === 'refused') return answer(409, { message: 'exists' })
    return request.socket.destroy()
  })
  const recorded = new Set<string>()
  const kept: KeptUsers = {
    has: (id) => recorded.has(id),
    record: (id) => void recorded.add(id),
    forget: (id) => void recorded.delete(id),
  }
  const outcome = await addUser({ url: hub.client.address.url, token: fakeToken }, 'dave', kept, never).then(
    ({ name }) => name,
    (error: { readonly code: string }) => error.code,
  )
  return { outcome, isKept: recorded.size === 1 }
}

it.each<readonly [Hub['post'], boolean, { readonly outcome: string; readonly isKept: boolean }]>([
  ['made', true, { outcome: 'dave', isKept: true }],
  ['made, answer lost', true, { outcome: 'dave', isKept: true }],
  ['made, answer lost', false, { outcome: 'not_running', isKept: true }],
  ['lost', true, { outcome: 'not_running', isKept: false }],
  ['lost', false, { outcome: 'not_running', isKept: true }],
  ['refused', true, { outcome: 'name_taken', isKept: false }],
])(
  'a user who is %s, with a hub that answers afterwards (%s), is forgotten only if there is none',
  async (post, answersAfterwards, expected) => {
    expect(await add({ post, answersAfterwards })).toEqual(expected)
  },
)

import { expect, test } from 'vitest'
import { isOwnHost, isOwnOriginHeader } from '../../../../main/hosts/web/origin.ts'

const host = '127.0.0.1:4000'

test('the two names of loopback with the right port are ours', () => {
  expect(isOwnHost({ host, origin: undefined }, 4000)).toBe(true)
  expect(isOwnHost({ host: 'localhost:4000', origin: undefined }, 4000)).toBe(true)
})

test.for([
  undefined,
  '',
  '127.0.0.1',
  '127.0.0.1:4001',
  'evil.example:4000',
  '127.0.0.1.evil.example:4000',
  '[::1]:4000',
])('Host %s is not', (other) => expect(isOwnHost({ host: other, origin: undefined }, 4000)).toBe(false))

test('an Origin of the same scheme, host and port is ours', () => {
  expect(isOwnOriginHeader({ host, origin: 'http://127.0.0.1:4000' }, 4000)).toBe(true)
})

test.for([
  undefined,
  'null',
  '',
  'https://127.0.0.1:4000',
  'http://127.0.0.1',
  'http://127.0.0.1:4001',
  'http://localhost:4000',
  'http://127.0.0.1:4000/',
  'http://127.0.0.1:4000.evil.example',
  'http://evil.example',
])('Origin %s is not', (origin) => expect(isOwnOriginHeader({ host, origin }, 4000)).toBe(false))

test('an Origin that equals a foreign Host is not', () => {
  expect(isOwnOriginHeader({ host: 'evil.example:4000', origin: 'http://evil.example:4000' }, 4000)).toBe(false)
})

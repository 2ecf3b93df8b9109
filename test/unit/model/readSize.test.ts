import { expect, it } from 'vitest'
import { readSize } from '../../../main/model/readSize.ts'

it.each([
  ['2 GiB', 2 ** 31],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['1,5 gib', 1.5 * 2 ** 30],
  [' 512 MiB ', 2 ** 29],
  ['2 GB', 2e9],
  ['64 kB', 64_000],
  ['1 TiB', 2 ** 40],
  ['8\u00a0GiB', 2 ** 33],
])('reads %s', (text, bytes) => {
  expect(readSize(text)).toBe(bytes)
})

it.each(['', '2', '2 G', '-2 GiB', 'GiB', '2 GiB 3', '1e3 MiB', '2 XiB', '1.2.3 GiB'])(
  'takes %j for no size',
  (text) => {
    expect(readSize(text)).toBeNull()
  },
)

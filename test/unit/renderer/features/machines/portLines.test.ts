import { describe, expect, it } from 'vitest'
import { readPortLines, writePort } from '../../../../../renderer/features/machines/portLines.ts'

describe('port forwards as they are typed', () => {
  it.each(['8080 → 80 tcp', '8080 -> 80', '8080:80', '8080 80', '8080:80/TCP', '  8080→80  '])(
    'are read: %s',
    (text) => {
      expect(readPortLines(text)).toEqual({ value: [{ host: 8080, guest: 80, protocol: 'tcp' }] })
    },
  )

  it('are one a line, and come back as they were written', () => {
    const ports = [
      { host: 2222, guest: 22, protocol: 'tcp' },
      { host: 2222, guest: 53, protocol: 'udp' },
    ] as const
    expect(readPortLines(`\n${ports.map(writePort).join('\n\n')}\n`)).toEqual({ value: ports })
    expect(readPortLines(' \n ')).toEqual({ value: [] })
  })

  it.each([
    ['80', '“80” is not two ports'],
    ['2222 22\n8080 → 80 sctp', '“8080 → 80 sctp” is not two ports'],
    ['808080', 'is not two ports'],
    ['0 → 80', 'from 1 to 65535'],
    ['80 → 65536', 'from 1 to 65535'],
    ['80:1\n80:2', 'Port 80 of this machine'],
    [Array.from({ length: 65 }, (_, index) => `${index + 1}:80`).join('\n'), 'at most 64'],
  ])('are refused in words: %s', (text, error) => {
    expect(readPortLines(text)).toEqual({ error: expect.stringContaining(error) })
  })
})

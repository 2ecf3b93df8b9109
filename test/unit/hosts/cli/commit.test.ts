import { describe, expect, it } from 'vitest'
import { readOrder } from '../../../../main/hosts/cli/commit.ts'

describe('isoscope commit', () => {
  it('takes its texts as they are', () => {
    const values = {
      message: 'a "b"',
      env: ['A=x=y', 'B='],
      label: ['l=$v'],
      expose: ['80', '53/udp'],
      entrypoint: ['/bin/sh', '-c'],
      volume: ['/v'],
      'no-pause': true,
    }
    expect(readOrder(values, ['echo', 'a b'])).toEqual({
      message: 'a "b"',
      author: '',
      pause: false,
      move: false,
      config: {
        command: ['echo', 'a b'],
        entrypoint: ['/bin/sh', '-c'],
        environment: [
          { name: 'A', value: 'x=y' },
          { name: 'B', value: '' },
        ],
        ports: ['80/tcp', '53/udp'],
        labels: [{ name: 'l', value: '$v' }],
        volumes: ['/v'],
      },
    })
    expect(readOrder({ 'no-entrypoint': true }, []).config).toEqual({ entrypoint: [] })
  })

  it('refuses what is none', () => {
    expect(() => readOrder({ env: ['A'] }, [])).toThrow(/NAME=VALUE/)
    expect(() => readOrder({ expose: ['http'] }, [])).toThrow(/port/)
    expect(() => readOrder({ entrypoint: ['x'], 'no-entrypoint': true }, [])).toThrow(/one says/)
  })
})

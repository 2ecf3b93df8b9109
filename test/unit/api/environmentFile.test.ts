import { describe, expect, it } from 'vitest'
import { findLocalLine } from '../../../main/api/environmentFile.ts'

const yml = (text: string) => findLocalLine({ format: 'yml', text })

describe('a file that an environment is made from', () => {
  it('may name packages, channels and addresses', () => {
    const text = `# of a colleague's
name: web
channels: [conda-forge, "https://conda.example.com/t-e_s.t/chan"]
dependencies:
  - python=3.12
  - "numpy>=1.26,<3"
  - conda-forge::r-base=4.3.*=h0_1
  - pkgs/main::zlib
  - pip:
      - requests[socks]>=2 ; python_version > "3.8"
      - torch==2.2.0+cpu
prefix: /home/colleague/envs/web
`
    expect(yml(text)).toBeNull()
    const list = '# platform: linux-64\n@EXPLICIT\nhttps://example.com/linux-64/zlib-1.3-h0_1.conda#0123\n'
    expect(findLocalLine({ format: 'explicit', text: list })).toBeNull()
  })

  it.each([
    '  - file:///srv/channel',
    'channels: [FILE:///srv]',
    '  - /srv/channel',
    'channels: [/srv/channel]',
    '  - ./here',
    '  - ~/channel',
    '      - -r /etc/passwd',
    '      - "-r secrets.txt"',
    '      - --find-links=wheels',
    '    - pip: [-e, here]',
    '    - pip: ["x", "-e here"]',
    '      - name @ file:///home/me/project',
    '      - numpy>=1/../home/me/project',
    '  - "\\x2fsrv/channel"',
    '  LD_PRELOAD: /home/me/x.so',
    `      - requests $\{HOME}`,
    '  - >-',
    '  - &here x',
    '  - !!str x',
    'name: web\u2028channels: [x]',
  ])('leads to no file of this machine: %j', (line) => {
    expect(yml(`name: web\n${line}\n`)).toBe(2)
  })

  it.each(['file:///srv/zlib-1.3-h0_1.conda', '/srv/zlib-1.3-h0_1.conda', 'zlib-1.3-h0_1.conda', '-r x'])(
    'leads to none as an explicit list either: %j',
    (line) => {
      expect(findLocalLine({ format: 'explicit', text: `@EXPLICIT\n${line}\n` })).toBe(2)
    },
  )
})

import { describe, expect, it } from 'vitest'
import { dropRemarks, findStrangeLine } from '../../../../main/drivers/python/requirements.ts'

describe('a requirements file that comes over the wire', () => {
  it('names packages and indexes', () => {
    const text =
      '# mine\n--index-url https://example.com/simple\nnumpy==1.26\n\nrequests[socks, x]>=2,<3 ; python_version > "3.8"\n'
    expect(findStrangeLine(text)).toBeNull()
  })

  it('may be one that pip-compile or pip freeze wrote', () => {
    const text = [
      '\ufeff#    pip-compile --generate-hashes requirements.in',
      'numpy==1.26.0 \\',
      '    --hash=sha256:aa \\',
      '    --hash=sha256:bb',
      '    # via -r requirements.in',
      'six==1.16.0 --hash=sha256:cc --hash=sha256:dd  # via numpy',
      '',
    ].join('\r\n')
    expect(findStrangeLine(text)).toBeNull()
    expect(dropRemarks(text)).not.toContain('#')
    expect(dropRemarks(text)).toContain('numpy==1.26.0 \\\n--hash=sha256:aa \\\n--hash=sha256:bb\n')
  })

  it.each([
    '-r /etc/passwd',
    '-c x',
    '-e .',
    '--find-links /x',
    './x',
    'a @ file:///x',
    'numpy -r x',
    'x.whl/y',
    'x.whl',
    // pip goes up from the folder it is in, whatever the first name is.
    'numpy>=1/../home/me/project',
    // pip puts in what the variable holds.
    `-i https://example.com/$\{PIP_INDEX_URL}/simple`,
    `numpy${' '.repeat(500_000)}@`,
  ])('is refused for %j', (line) => {
    expect(findStrangeLine(`numpy\n${line}\n`)).toBe(2)
  })

  it.each(['\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029'])(
    'is refused where pip would end a line at %j, also behind a remark',
    (end) => {
      expect(findStrangeLine(`numpy>=1${end}/home/me/project\n`)).toBe(1)
      // Behind a remark it goes with the remark.
      expect(dropRemarks(`# mine${end}-r /etc/passwd\n`)).toBe('\n')
    },
  )

  it('is not read in an encoding that it names itself', () => {
    expect(dropRemarks('# coding: utf-7\nnumpy\n')).toBe('\nnumpy\n')
  })
})

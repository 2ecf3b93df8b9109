import { describe, expect, it } from 'vitest'
import { parseReference, splitReference, writeReference } from '../../../../main/model/images/imageReference.ts'

const digest = `sha256:${'0a'.repeat(32)}`

describe('the name of an image', () => {
  it.each([
    ['python:3-slim', 'python', '3-slim'],
    ['127.0.0.1:5000/python:3-slim', '127.0.0.1:5000/python', '3-slim'],
    ['127.0.0.1:5000/python', '127.0.0.1:5000/python', 'latest'],
    ['debian@sha256:0a1b', 'debian', 'sha256:0a1b'],
    ['127.0.0.1:5000/debian:12@sha256:0a1b', '127.0.0.1:5000/debian', 'sha256:0a1b'],
    ['isoscope-run:20260101-abc', 'isoscope-run', '20260101-abc'],
  ])('%s goes to the engine as name and tag', (reference, name, tag) => {
    expect(splitReference(reference)).toEqual({ name, tag })
  })

  it.each([
    ['python', 'docker.io', 'library/python', 'latest', 'python:latest'],
    ['docker.io/library/python:3', 'docker.io', 'library/python', '3', 'python:3'],
    ['index.docker.io/ann/web', 'docker.io', 'ann/web', 'latest', 'ann/web:latest'],
    ['ann/web:1', 'docker.io', 'ann/web', '1', 'ann/web:1'],
    ['localhost/web', 'localhost', 'web', 'latest', 'localhost/web:latest'],
    ['127.0.0.1:5000/a/b:v1.2_x', '127.0.0.1:5000', 'a/b', 'v1.2_x', '127.0.0.1:5000/a/b:v1.2_x'],
    ['[::1]:5000/web', '[::1]:5000', 'web', 'latest', '[::1]:5000/web:latest'],
    ['quay.io/a/b-c_d.e', 'quay.io', 'a/b-c_d.e', 'latest', 'quay.io/a/b-c_d.e:latest'],
  ])('%s means a registry, a repository and a tag', (text, registry, repository, tag, written) => {
    const reference = parseReference(text)
    expect(reference).toEqual({ registry, repository, tag, digest: null })
    expect(writeReference(reference)).toBe(written)
    expect(parseReference(written)).toEqual(reference)
  })

  it('has no tag of its own beside a digest', () => {
    expect(parseReference(`quay.io/web@${digest}`)).toMatchObject({ tag: null, digest })
    expect(writeReference(parseReference(`quay.io/web:1@${digest}`))).toBe(`quay.io/web:1@${digest}`)
  })

  it.each([
    '',
    ':',
    '/',
    '-web',
    'Web',
    'quay.io/',
    'quay.io/Web',
    'a//b',
    'a/../b',
    'web:',
    'web: x',
    'web:-x',
    'web@sha256:12',
    `web@${digest}@${digest}`,
    'web\n:x',
    'quay.io:99999999/web',
    'http://quay.io/web',
    `${'a'.repeat(256)}`,
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })
})

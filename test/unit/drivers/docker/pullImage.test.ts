import { describe, expect, it } from 'vitest'
import {
  type Layers,
  noteLayer,
  parsePullEvent,
  splitReference,
  toPercent,
} from '../../../../main/drivers/docker/pullImage.ts'

describe('a pull', () => {
  const follow = (lines: readonly string[]) => {
    let layers: Layers = {}
    return lines.map((line) => {
      layers = noteLayer(layers, parsePullEvent(line))
      return toPercent(layers)
    })
  }

  it('has come so far by the bytes of the layers whose size is known', () => {
    expect(
      follow([
        '{"status":"Pulling from library/python","id":"3-slim"}',
        '{"status":"Pulling fs layer","progressDetail":{},"id":"a"}',
        '{"status":"Downloading","progressDetail":{"current":10,"total":100},"id":"a"}',
        '{"status":"Downloading","progressDetail":{"current":100,"total":300},"id":"b"}',
        '{"status":"Download complete","progressDetail":{},"id":"a"}',
        '{"status":"Extracting","progressDetail":{"current":1,"total":100},"id":"a"}',
        '{"status":"Pull complete","progressDetail":{},"id":"b"}',
        'no JSON',
      ]),
    ).toEqual([null, null, 10, 27, 50, 50, 100, 100])
  })

  it('counts no layer that is here already', () => {
    expect(follow(['{"status":"Already exists","progressDetail":{},"id":"a"}'])).toEqual([null])
  })

  it.each([
    ['python:3-slim', 'python', '3-slim'],
    ['127.0.0.1:5000/python:3-slim', '127.0.0.1:5000/python', '3-slim'],
    ['127.0.0.1:5000/python', '127.0.0.1:5000/python', 'latest'],
    ['debian@sha256:0a1b', 'debian', 'sha256:0a1b'],
    ['127.0.0.1:5000/debian:12@sha256:0a1b', '127.0.0.1:5000/debian', 'sha256:0a1b'],
    ['isoscope-run:20260101-abc', 'isoscope-run', '20260101-abc'],
  ])('of %s names the image and the tag', (reference, name, tag) => {
    expect(splitReference(reference)).toEqual({ name, tag })
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createContainerPlaces } from '../../../../main/drivers/docker/places.ts'

const id = 'c'.repeat(64)
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iso-unit-'))
  writeFileSync(join(root, 'cgroup.controllers'), 'cpu io memory\n')
})

afterEach(() => rmSync(root, { recursive: true }))

const make = (path: string, pids = '') => {
  mkdirSync(join(root, path), { recursive: true })
  writeFileSync(join(root, path, 'cgroup.procs'), pids)
}

describe('the place of a container', () => {
  it.each([
    ['Docker with cgroupfs', `docker/${id}`],
    ['Docker with systemd', `system.slice/docker-${id}.scope`],
    ['rootless Docker', `user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`],
    ['Podman with systemd', `machine.slice/libpod-${id}.scope`],
    ['Podman with cgroupfs', `libpod_parent/libpod-${id}`],
    ['rootless Podman', `user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope`],
  ])('is found where %s has it', (_, path) => {
    make(path)
    expect(createContainerPlaces(1000, root).find(id)?.memory).toBe(join(root, path))
  })

  it('is none where nothing has its whole id', () => {
    make(`docker/${id.slice(1)}`)
    expect(createContainerPlaces(undefined, root).find(id)).toBeNull()
  })

  it('is none for a process that is not the container’s, whatever its number', () => {
    expect(createContainerPlaces(0).learn(id, process.pid)).toBeNull()
    expect(createContainerPlaces(0).learn(id, 4_194_305)).toBeNull()
  })

  it('is forgotten with the container', () => {
    make(`docker/${id}`)
    const places = createContainerPlaces(0, root)
    expect(places.find(id)).not.toBeNull()
    rmSync(join(root, 'docker'), { recursive: true })
    places.keep(new Set([id]))
    expect(places.find(id)).not.toBeNull()
    places.keep(new Set())
    expect(places.find(id)).toBeNull()
  })
})

describe('when a container was started', () => {
  it('is when its oldest process was, and stays the same at every look', () => {
    make(`docker/${id}`, `${process.pid}\n1\n`)
    const places = createContainerPlaces(0, root)
    const bySecond = Date.now() - process.uptime() * 1000
    const alone = createContainerPlaces(0, root)
    const first = places.startedAt(id)
    expect(places.startedAt(id)).toBe(first)
    expect(Date.parse(first ?? '')).toBeLessThan(bySecond)
    make(`docker/${id}`, `${process.pid}\n`)
    // To 10 ms, but Node began to count a little after the kernel did.
    expect(Math.abs(Date.parse(alone.startedAt(id) ?? '') - bySecond)).toBeLessThan(30_000)
  })

  it('is not known of one without processes', () => {
    make(`docker/${id}`)
    expect(createContainerPlaces(0, root).startedAt(id)).toBeNull()
    expect(createContainerPlaces(0, root).startedAt('d'.repeat(64))).toBeNull()
  })
})

import { expect, it } from 'vitest'
import type { Technology } from '../../../../../main/contract/technology.ts'
import { describeRemoval } from '../../../../../renderer/features/instances/describeRemoval.ts'

const describe = (...technologies: readonly Technology[]) =>
  describeRemoval(technologies.map((technology) => ({ technology })))

it('says what goes with one, and what stays of it', () => {
  expect(describe('docker')).toMatch(/^It is stopped if it runs, and everything written in it goes\./)
  expect(describe('jupyterhub')).toMatch(/removed from the hub\. Files stay/)
  expect(describe('qemu')).toMatch(/A disk from elsewhere stays\. This cannot be undone\.$/)
})

it('says it of several once for each kind', () => {
  expect(describe('qemu', 'virtualbox')).toBe(
    'Machines are stopped if they run, and go with the disks in their folders. Disks from elsewhere stay. This cannot be undone.',
  )
  expect(describe('docker', 'venv', 'docker')).toBe(
    'Containers are stopped if they run, and everything written in them goes. The folders of environments go with everything in them. This cannot be undone.',
  )
})

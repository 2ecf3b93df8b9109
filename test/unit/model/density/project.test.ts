import { describe, expect, it } from 'vitest'
import { type ProjectionInput, projectInstances, type Resource } from '../../../../main/model/density/project.ts'

const input: ProjectionInput = {
  perInstance: 10,
  intercept: 50,
  source: 'by PSS',
  availableAtZero: 1_000,
  resources: [],
}

function resource(name: string, capacity: number, used: readonly number[], launcher = 0): Resource {
  return { name, capacity, launcher, readings: used.map((value, index) => ({ instances: 4 * index, used: value })) }
}

describe('the projected number of instances', () => {
  it('is how many fit, by the line, into what was available with none running', () => {
    expect(projectInstances(input)).toEqual({ instances: 95, limit: 'memory, by PSS' })
  })

  it('is not raised by a line that begins below zero', () => {
    expect(projectInstances({ ...input, intercept: -500 })).toMatchObject({ instances: 100 })
  })

  it('ends at the first resource that runs out, which it names', () => {
    const ports = resource('ports of the bridge', 60, [10, 14, 18])
    const files = resource('open files', 1_000, [100, 140, 180])
    expect(projectInstances({ ...input, resources: [files, ports] })).toEqual({
      instances: 50,
      limit: 'ports of the bridge',
    })
  })

  it('takes no limit from a resource that instances were not seen to use', () => {
    const unused = resource('open files', 10, [9, 9, 9])
    const freed = resource('tasks', 10, [9, 7, 5])
    const unread = resource('ports', 10, [9])
    expect(projectInstances({ ...input, resources: [unused, freed, unread] })).toMatchObject({
      limit: 'memory, by PSS',
    })
  })

  it('is not moved by others who took much of a resource at one moment', () => {
    const ports = resource('ports', 60, [10, 14, 518, 522, 26])
    expect(projectInstances({ ...input, resources: [ports] })).toMatchObject({ instances: 50 })
  })

  it('takes whole units for an instance, as others took the rest meanwhile', () => {
    const tasks = resource('tasks', 60, [10, 15, 20])
    expect(projectInstances({ ...input, resources: [tasks] })).toMatchObject({ instances: 50 })
  })

  it('leaves out what our own launcher takes of a resource', () => {
    const tasks = resource('tasks', 60, [10, 18, 26], 1)
    expect(projectInstances({ ...input, resources: [tasks] })).toMatchObject({ instances: 50, limit: 'tasks' })
  })

  it('is none where an instance more took no memory that can be seen', () => {
    expect(projectInstances({ ...input, perInstance: 0 })).toBeNull()
    expect(projectInstances({ ...input, perInstance: -3 })).toBeNull()
  })
})

import { type AnyContractProcedure, isContractProcedure, oc } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../../../main/contract/contract.ts'

interface Tree {
  readonly [name: string]: Tree | AnyContractProcedure
}

function listProcedures(tree: Tree, path: readonly string[] = []): [string, AnyContractProcedure][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    isContractProcedure(value) ? [[[...path, name].join('.'), value]] : listProcedures(value, [...path, name]),
  )
}

function findGaps(procedure: AnyContractProcedure): readonly string[] {
  const { inputSchema, outputSchema, errorMap } = procedure['~orpc']
  return [
    ...(inputSchema ? [] : ['no input schema']),
    ...(outputSchema ? [] : ['no output schema']),
    ...(Object.keys(errorMap).length > 0 ? [] : ['no declared errors']),
  ]
}

describe('every procedure of the contract', () => {
  const procedures = listProcedures(contract)

  it('is found by the walk', () => {
    expect(procedures.map(([name]) => name)).toContain('runs.start')
    expect(procedures.length).toBeGreaterThan(8)
  })

  it.each(procedures)('%s declares input, output and errors', (_name, procedure) => {
    expect(findGaps(procedure)).toEqual([])
  })

  it.each(procedures)('%s refuses input with an unknown field', async (_name, procedure) => {
    const result = await procedure['~orpc'].inputSchema?.['~standard'].validate({ surprise: 1 })
    expect(result?.issues).toBeDefined()
  })

  it('would be reported by this walk if it declared nothing', () => {
    expect(findGaps(oc.input(z.object({})))).toEqual(['no output schema', 'no declared errors'])
  })
})

import { type AnyContractProcedure, getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '../../../main/contract/contract.ts'

interface Tree {
  readonly [name: string]: Tree | AnyContractProcedure
}

interface Place {
  readonly path: string
  readonly schema: z.core.$ZodType
}

function listProcedures(tree: Tree, path: readonly string[] = []): [string, AnyContractProcedure][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    isContractProcedure(value) ? [[[...path, name].join('.'), value]] : listProcedures(value, [...path, name]),
  )
}

/** A stream's schema is oRPC's own, with one of zod for what it yields. */
function unwrapStream(schema: unknown): unknown {
  const details = getEventIteratorSchemaDetails(schema as Parameters<typeof getEventIteratorSchemaDetails>[0])
  return details === undefined ? schema : details.yields
}

/** The schema and every schema in it. */
function walk(schema: unknown, path: string, seen = new Set<unknown>()): Place[] {
  if (!(schema instanceof z.core.$ZodType) || seen.has(schema)) return []
  seen.add(schema)
  const def = schema._zod.def as unknown as Readonly<Record<string, unknown>>
  const inner: [string, unknown][] = [
    ...Object.entries((def.shape as Record<string, unknown> | undefined) ?? {}).map(
      ([name, value]): [string, unknown] => [`.${name}`, value],
    ),
    ...['options', 'items'].flatMap((key) =>
      (Array.isArray(def[key]) ? def[key] : []).map((value: unknown): [string, unknown] => ['', value]),
    ),
    ...['element', 'innerType', 'valueType', 'in', 'out', 'left', 'right'].map((key): [string, unknown] => [
      '',
      def[key],
    ]),
    ['', typeof def.getter === 'function' ? def.getter() : undefined],
  ]
  return [{ path, schema }, ...inner.flatMap(([name, value]) => walk(value, path + name, seen))]
}

function findLoose(places: readonly Place[]): readonly string[] {
  return places
    .filter(({ schema }) => {
      const def = schema._zod.def as { readonly type: string; readonly catchall?: z.core.$ZodType }
      return def.type === 'object' && def.catchall?._zod.def.type !== 'never'
    })
    .map(({ path }) => path)
}

const procedures = listProcedures(contract)
const inputs = procedures.flatMap(([name, { '~orpc': parts }]) => walk(unwrapStream(parts.inputSchema), name))
const outputs = procedures.flatMap(([name, { '~orpc': parts }]) => walk(unwrapStream(parts.outputSchema), name))

describe('what crosses the wire', () => {
  test('is an object without unknown fields, in and out, at every depth', () => {
    expect(inputs.length).toBeGreaterThan(50)
    expect(outputs.length).toBeGreaterThan(200)
    expect(findLoose(inputs)).toEqual([])
    expect(findLoose(outputs)).toEqual([])
  })

  test('would be found if it were loose', () => {
    expect(findLoose(walk(z.array(z.object({})), 'x'))).toEqual(['x'])
    expect(findLoose(walk(z.strictObject({ a: z.looseObject({}).optional() }), 'x'))).toEqual(['x.a'])
  })

  test('names nothing by a word that begins with a hyphen', () => {
    const isName = /\.(id|ids|name|run|reference|instance\w*|technology|technologies|contender\w*|\w+Id)$/
    // The document of a run is data that is shown and compared; nothing in it is handed to a program.
    const names = inputs.filter(
      ({ path, schema }) =>
        !path.includes('.document.') &&
        isName.test(path) &&
        ['string', 'enum', 'literal'].includes(schema._zod.def.type),
    )
    expect(names.length).toBeGreaterThan(8)
    const open = names.filter(({ schema }) => z.core.safeParse(schema, '--privileged').success)
    expect(open.map(({ path }) => path)).toEqual([])
  })

  test('takes a secret in few places only, tokens of hubs and logins at registries, and gives none away', () => {
    const isSecret = /\.\w*(password|passwd|secret|token|credential|privateKey|apiKey)\w*$/i
    const secrets = (places: readonly Place[]) => places.map(({ path }) => path).filter((path) => isSecret.test(path))
    expect(secrets(inputs)).toEqual([
      'hub.connect.token',
      'images.pull.login.password',
      'images.push.login.password',
      'registries.login.password',
      'registries.tags.login.password',
      'registries.manifest.login.password',
    ])
    expect(secrets(outputs)).toEqual([])
  })
})

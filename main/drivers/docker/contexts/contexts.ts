import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../../contract/contexts.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { EngineContexts } from '../../contexts.ts'
import type { DriverDeps } from '../../driver.ts'
import { openEndpoint, readSurroundings } from '../connect.ts'
import { readEngineFacts } from '../detect.ts'
import {
  configFolder,
  type Endpoint,
  type EndpointSurroundings,
  findContext,
  listEndpoints,
  socketPathOf,
} from '../endpoint.ts'
import { contextTlsFolder, parseContext } from './contextFiles.ts'

export function createDockerContexts(deps: DriverDeps): EngineContexts {
  const readFacts = async (endpoint: Endpoint, signal: AbortSignal) => {
    const { version, facts } = await readEngineFacts(openEndpoint(endpoint, deps), signal)
    return { version, facts: { ...facts } }
  }
  return {
    list: () => listContexts(configFolder(readSurroundings(deps))),
    findUsed: () => {
      try {
        const there = findThere(readSurroundings(deps))
        return there ? { url: there.url, source: there.source } : null
      } catch {
        return null
      }
    },
    test: async (name, signal) => {
      const surroundings = readSurroundings(deps)
      if (name === 'default') return readFacts(findDefault(surroundings), signal)
      if (!listContexts(configFolder(surroundings)).some((one) => one.name === name)) {
        throw new EngineError('not_found', 'docker', `There is no context ${name}.`, {
          remedy: { text: 'See which there are', command: 'docker context ls' },
        })
      }
      return readFacts(findContext(surroundings, name), signal)
    },
  }
}

function findThere(surroundings: EndpointSurroundings): Endpoint | undefined {
  return listEndpoints(surroundings).find(({ url, explicit }) => explicit || existsSync(socketPathOf(url) ?? ''))
}

/** What is asked where no context was chosen for Isoscope. */
function findDefault(surroundings: EndpointSurroundings): Endpoint {
  const there = findThere({ ...surroundings, chosen: null })
  if (there) return there
  throw new EngineError('not_running', 'docker', 'There is no Docker daemon at any of the usual addresses.', {
    remedy: { text: 'See what is missing', command: 'isoscope engines' },
  })
}

/** By name; none where the docker program has made none. `default`, which is no file, is not among them. */
export function listContexts(folder: string): readonly Context[] {
  const meta = join(folder, 'contexts', 'meta')
  if (!existsSync(meta)) return []
  const found = readdirSync(meta).flatMap((id) => {
    const file = parseContext(readText(join(meta, id, 'meta.json')))
    return file ? [{ ...file, tls: existsSync(contextTlsFolder(folder, file.name)) }] : []
  })
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

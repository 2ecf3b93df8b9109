import { EngineError } from '../engineError.ts'

/** An image in a registry, all of its parts named. github.com/distribution/reference, "reference.go" */
export interface ImageReference {
  /** `docker.io` where none is named. */
  readonly registry: string
  /** Within the registry: `library/python`. */
  readonly repository: string
  /** Null where only a digest is named. */
  readonly tag: string | null
  readonly digest: string | null
}

const registryPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/
const partPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const digestPattern = /^sha256:[0-9a-f]{64}$/

/** What a name means to Docker; without tag and digest it is `latest`. Throws `bad_input`. */
export function parseReference(text: string): ImageReference {
  const [tagged = '', digest, more] = text.split('@')
  const { name, tag } = splitTag(tagged)
  const { registry, repository } = splitRegistry(name)
  const isValid =
    registryPattern.test(registry) &&
    repository.length <= 255 &&
    repository.split('/').every((part) => partPattern.test(part)) &&
    (tag === null || tagPattern.test(tag)) &&
    (digest === undefined || digestPattern.test(digest)) &&
    more === undefined
  if (!isValid) {
    throw new EngineError(
      'bad_input',
      'isoscope',
      `This is not the name of an image: ${text.replace(/\p{C}/gu, ' ')}`,
      {
        remedy: { text: 'Write it as name:tag or registry/name:tag, the name in small letters' },
      },
    )
  }
  return { registry, repository, tag: tag ?? (digest === undefined ? 'latest' : null), digest: digest ?? null }
}

/** As an engine is asked for it. What is of Docker Hub is written as people write it: `python:3`. */
export function writeReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${nameRepository({ registry, repository })}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

export function nameRepository({ registry, repository }: Pick<ImageReference, 'registry' | 'repository'>): string {
  return registry === 'docker.io' ? repository.replace(/^library\//, '') : `${registry}/${repository}`
}

/**
 * Name and tag as Docker's API takes them: `127.0.0.1:5000/python:3-slim`. A digest stands for the tag, also beside one.
 */
export function splitReference(reference: string): { readonly name: string; readonly tag: string } {
  const [tagged = '', digest] = reference.split('@')
  const { name, tag } = splitTag(tagged)
  return { name, tag: digest ?? tag ?? 'latest' }
}

/** A colon before the last slash belongs to the registry's address. */
function splitTag(tagged: string): { readonly name: string; readonly tag: string | null } {
  const colon = tagged.lastIndexOf(':')
  if (colon <= tagged.lastIndexOf('/')) return { name: tagged, tag: null }
  return { name: tagged.slice(0, colon), tag: tagged.slice(colon + 1) }
}

/** What stands before the first slash is a registry where it has a dot or a colon, or is `localhost`. */
function splitRegistry(name: string): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = name.indexOf('/')
  const first = name.slice(0, slash)
  const isRegistry = slash > 0 && (/[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const registry = isRegistry ? first : 'docker.io'
  const rest = isRegistry ? name.slice(slash + 1) : name
  if (!/^(index\.)?docker\.io$/.test(registry)) return { registry, repository: rest }
  return { registry: 'docker.io', repository: rest.includes('/') ? rest : `library/${rest}` }
}

import type { Technology } from '../../contract/technology.ts'
import { tellFailures } from './engineFailures.ts'
import { renderInstances } from './list.ts'
import { withClient } from './session.ts'
import type { Verb } from './verbs.ts'

interface Kind {
  readonly summary: string
  /** What the list is called in --json. */
  readonly key: string
  readonly technologies: readonly Technology[]
  /** What is said where there is none. */
  readonly none: string
}

/** `list` of a command that is about one kind of instances. An engine of the kind that fails is named beside them. */
export function createListVerb({ summary, key, technologies, none }: Kind): Verb {
  return {
    name: 'list',
    summary,
    operands: [],
    options: ['json'],
    run: (values, root) =>
      withClient(root, async (client) => {
        const { instances, failures } = await client.instances.list({ only: [...technologies] })
        const exitCode = tellFailures(failures)
        if (values.json) process.stdout.write(`${JSON.stringify({ [key]: instances, failures }, null, 2)}\n`)
        else if (instances.length === 0) process.stderr.write(`${none}\n`)
        else process.stdout.write(renderInstances(instances, process.stdout.columns || undefined))
        return exitCode
      }),
  }
}

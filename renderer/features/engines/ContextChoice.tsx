import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import type { Contexts } from '../../../main/contract/contexts.ts'
import { client } from '../../client.ts'
import { detectEngines } from '../../store/engines.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { useListing } from '../../store/useListing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

const ask = (signal: AbortSignal) => client.contexts.list({}, { signal })

type Outcome = { readonly version: string; readonly name: string } | { readonly problem: Problem } | null

/** Which daemon Isoscope asks, where the docker program knows several. */
export function ContextChoice() {
  const { value, reload } = useListing(ask)
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [isTesting, setTesting] = useState(false)
  if (value === null || (value.contexts.length === 0 && value.chosen === null)) return null
  const run = async (work: () => Promise<Outcome>) => {
    setTesting(true)
    setOutcome(await work().catch((error: unknown) => ({ problem: toProblem(error) })))
    setTesting(false)
    reload()
  }
  const use = (name: string | null) =>
    run(async () => {
      await client.contexts.use({ name })
      void detectEngines(['docker'])
      return null
    })
  const test = (name: string) => run(async () => ({ name, ...(await client.contexts.test({ name })) }))
  const { chosen, used } = value
  return (
    <section aria-label="Daemon">
      <Group gap={8} mt={8} align="end">
        <NativeSelect
          size="xs"
          label="Daemon that Isoscope asks"
          data={listChoices(value)}
          value={chosen ?? ''}
          onChange={(event) => void use(event.currentTarget.value || null)}
        />
        {chosen !== null && (
          <Button size="xs" variant="default" loading={isTesting} onClick={() => void test(chosen)}>
            Try it
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {used ? `Asked now: ${used.url}, by ${used.source}.` : 'Nothing can be asked now.'} One on another machine is
        managed, and not measured beside this one.
      </Text>
      {outcome && 'version' in outcome && (
        <Text size="sm" role="status">
          {outcome.name} answers: version {outcome.version}.
        </Text>
      )}
      {outcome && 'problem' in outcome && <ProblemNotice title="It does not answer" problem={outcome.problem} />}
    </section>
  )
}

function listChoices({ contexts, chosen }: Contexts) {
  const isGone = chosen !== null && !contexts.some(({ name }) => name === chosen)
  return [
    { value: '', label: 'as the docker program has it' },
    ...contexts.map(({ name, url }) => ({ value: name, label: `${name}: ${url ?? 'no address'}` })),
    ...(isGone ? [{ value: chosen, label: `${chosen}: not there any more` }] : []),
  ]
}

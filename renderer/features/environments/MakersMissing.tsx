import { Stack, Text } from '@mantine/core'
import type { client } from '../../client.ts'
import { useEngines } from '../../store/engines.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { environmentTechnologies } from './describeEnvironment.ts'

type Failures = Awaited<ReturnType<typeof client.environments.makers>>['failures']

/** Nothing here can make an environment: what each would be good for, and how to get it. */
export function MakersMissing({ failures }: { readonly failures: Failures }) {
  const engines = useEngines((state) => state.engines)
  return (
    <Stack gap={14}>
      <Text size="sm">Nothing on this machine can make an environment yet. Either of these could:</Text>
      {environmentTechnologies.map((technology) => {
        const view = engines[technology]
        const failure = failures.find((one) => one.technology === technology)
        return (
          <div key={technology}>
            <Text size="sm" fw={600}>
              {technologyFacts[technology].title}
            </Text>
            <Text size="sm">{failure?.error.message ?? technologyFacts[technology].purpose}</Text>
            <RemedyText remedy={failure?.error.remedy ?? (view && 'remedy' in view ? view.remedy : undefined)} />
          </div>
        )
      })}
    </Stack>
  )
}

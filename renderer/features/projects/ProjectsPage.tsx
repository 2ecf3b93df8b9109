import { Button, Loader, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Project, ProjectRequest } from '../../../main/contract/projects.ts'
import { client } from '../../client.ts'
import { useCapability } from '../../store/app.ts'
import { watchInventory } from '../../store/live.ts'
import { useAway } from '../../store/useAway.ts'
import { useListing } from '../../store/useListing.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { beginWork, letGo } from '../../store/works.ts'
import { ProblemNotice, RemedyText } from '../../ui/ProblemNotice.tsx'
import panels from '../../ui/panels.module.css'
import { EngineNotes } from '../instances/EngineNotes.tsx'
import shared from '../instances/instances.module.css'
import table from '../instances/table.module.css'
import { WorkList } from '../instances/WorkList.tsx'
import { DownDialog } from './DownDialog.tsx'
import { ProjectPanel } from './ProjectPanel.tsx'
import { UpDialog } from './UpDialog.tsx'

const technologies = ['docker'] as const
const ask = (signal: AbortSignal) => client.projects.list({}, { signal })

/** Why a project cannot be brought up from here; null where it can. */
type Hindrance = string | null

/** Services that belong together: what runs of each, what they have written, and all of them up or down at once. */
export function ProjectsPage() {
  const { value, problem, reload } = useListing(ask)
  const mayRun = useCapability('run.custom')
  const [open, setOpen] = useState<'up' | Project | null>(null)
  useWhileSeen(watchInventory)
  const isAway = useAway('docker')
  const act = async (request: Exclude<ProjectRequest, { action: 'up' | 'down' }>) => {
    const order = { technology: 'docker', action: request.action, name: `project ${request.name}` } as const
    const { key, result } = beginWork(order, (ticket) => client.projects.perform({ ...request, ticket }))
    letGo(key)
    await result
    reload()
  }
  const tool = value?.tool
  const hindrance: Hindrance = !mayRun
    ? 'This window runs no commands, and a Compose file can ask for anything: start Isoscope with --allow-commands and --root.'
    : tool?.state === 'missing'
      ? tool.why
      : null
  const close = () => setOpen(null)
  // The note of the engine says it.
  const failures = isAway ? [] : [...(problem ? [problem] : []), ...(value?.failures.map(({ error }) => error) ?? [])]
  return (
    <>
      <div className={table.title}>
        <Title order={1}>Compose projects</Title>
        <Text size="sm" c="dimmed">
          containers that one file describes together
        </Text>
        <div className={table.ways}>
          <Button size="xs" variant="default" onClick={reload}>
            Read again
          </Button>
          <Button size="xs" disabled={hindrance !== null} title={hindrance ?? undefined} onClick={() => setOpen('up')}>
            Bring one up…
          </Button>
        </div>
      </div>
      <WorkList technologies={technologies} />
      <EngineNotes technologies={technologies} onCheckAgain={reload} />
      {failures.map((failure) => (
        <ProblemNotice key={failure.message} title="The projects could not be read" problem={failure} />
      ))}
      {value === null && !isAway && failures.length === 0 && (
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Reading the projects…
        </Text>
      )}
      {value?.projects.length === 0 && value.failures.length === 0 && <NoProjects />}
      <ul className={panels.list}>
        {value?.projects.map((project) => (
          <li key={project.name}>
            <ProjectPanel project={project} onAct={(request) => void act(request)} onDown={() => setOpen(project)} />
          </li>
        ))}
      </ul>
      {tool?.state === 'missing' && (
        <div>
          <Text size="sm">{tool.why}</Text>
          <RemedyText remedy={tool.remedy} />
        </div>
      )}
      {hindrance !== null && tool?.state !== 'missing' && value && (
        <Text size="xs" c="dimmed">
          {hindrance}
        </Text>
      )}
      {tool?.state === 'found' && (
        <Text size="xs" c="dimmed">
          Projects are brought up with {tool.program} {tool.version}.
        </Text>
      )}
      {open === 'up' && <UpDialog onDone={reload} onClose={close} />}
      {open !== null && open !== 'up' && <DownDialog project={open} onDone={reload} onClose={close} />}
    </>
  )
}

function NoProjects() {
  return (
    <div className={shared.nothing}>
      <Title order={2} mb={6}>
        No projects yet
      </Title>
      <Text size="sm" maw="72ch">
        A file called compose.yaml describes an application of several containers: their images, ports, volumes and what
        depends on what. Up makes and starts all of it, down takes it away again, and each service’s log stands here.
        Projects that docker compose has brought up are found by their labels.
      </Text>
    </div>
  )
}

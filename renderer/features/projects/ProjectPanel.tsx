import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Project, ProjectRequest, Service } from '../../../main/contract/projects.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { Panel } from '../../ui/Panel.tsx'
import panels from '../../ui/panels.module.css'
import { StateDot } from '../../ui/StateDot.tsx'
import { LogView } from '../instances/LogView.tsx'
import classes from './projects.module.css'

type OnProject = Exclude<ProjectRequest, { action: 'up' | 'down' }>

interface ProjectPanelProps {
  readonly project: Project
  readonly onAct: (request: OnProject) => void
  readonly onDown: () => void
}

const states = {
  running: { dot: 'ready', text: 'running' },
  partly: { dot: 'broken', text: 'running in part' },
  stopped: { dot: 'missing', text: 'stopped' },
} as const

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart' } as const

export function ProjectPanel({ project, onAct, onDown }: ProjectPanelProps) {
  const { technology, name, state, folder, services } = project
  const ways =
    state === 'stopped'
      ? (['start'] as const)
      : state === 'running'
        ? (['stop', 'restart'] as const)
        : (['start', 'stop', 'restart'] as const)
  return (
    <Panel label={`Project ${name}`}>
      <div className={panels.head}>
        <Title order={2}>{keepApart(name)}</Title>
        <span className={panels.state}>
          <StateDot state={states[state].dot} />
          {states[state].text}
        </span>
        <div className={panels.actions}>
          {ways.map((action) => (
            <Button
              key={action}
              size="xs"
              variant="default"
              aria-label={`${verbs[action]} ${name}`}
              onClick={() => onAct({ action, technology, name })}
            >
              {verbs[action]}
            </Button>
          ))}
          <Button size="xs" variant="default" aria-label={`Take down… ${name}`} onClick={onDown}>
            Take down…
          </Button>
        </div>
      </div>
      {folder !== null && (
        <Text size="xs" c="dimmed" className={classes.anywhere}>
          {folder}
        </Text>
      )}
      <ul className={classes.services}>
        {services.map((service) => (
          <li key={service.name}>
            <ServiceView service={service} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Its containers, and the log of the one that was chosen. */
function ServiceView({ service: { name, image, containers } }: { readonly service: Service }) {
  const [shown, setShown] = useState<string | null>(null)
  return (
    <>
      <div className={classes.service}>
        <span>
          <strong className={classes.anywhere}>{keepApart(name)}</strong>{' '}
          <span className={classes.second}>{keepApart(image ?? '')}</span>
        </span>
        {containers.map((one) => (
          <span key={one.id} className={classes.container}>
            <span className={classes.anywhere}>{keepApart(one.name)}</span>
            <span className={classes.second}>{one.state}</span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${shown === one.id ? 'Hide log' : 'Show log'} of ${one.name}`}
              aria-expanded={shown === one.id}
              onClick={() => setShown(shown === one.id ? null : one.id)}
            >
              {shown === one.id ? 'Hide log' : 'Show log'}
            </Button>
          </span>
        ))}
      </div>
      {shown !== null && containers.some(({ id }) => id === shown) && <LogView id={shown} />}
    </>
  )
}

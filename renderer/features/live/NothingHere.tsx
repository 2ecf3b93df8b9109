import { Button, Loader, Text, Title } from '@mantine/core'
import shared from '../instances/instances.module.css'
import { useLiveView } from './liveView.ts'

interface NothingHereProps {
  readonly isAsking: boolean
  /** Of the engines that do not answer: nobody knows what exists there. */
  readonly away: readonly string[]
  readonly search: string
}

/** In place of the table: nothing found, nothing there, or nobody has answered yet. */
export function NothingHere({ isAsking, away, search }: NothingHereProps) {
  if (search.trim() !== '') {
    return (
      <div className={shared.nothing}>
        <Text size="sm" mb={8}>
          Nothing has “{search.trim()}” in its name, id, image, state or owner.
        </Text>
        <Button size="xs" variant="default" onClick={() => useLiveView.setState({ search: '' })}>
          Show all
        </Button>
      </div>
    )
  }
  if (isAsking) {
    return (
      <div className={shared.nothing}>
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Asking the engines what exists…
        </Text>
      </div>
    )
  }
  return (
    <div className={shared.nothing}>
      <Title order={2} mb={6}>
        {away.length === 0
          ? 'Nothing exists here yet'
          : `Nothing is known to exist: ${away.join(', ')} ${away.length === 1 ? 'does' : 'do'} not answer`}
      </Title>
      <Text size="sm" maw="72ch">
        Containers, virtual machines and Python environments of this machine are listed here by themselves as soon as
        they exist, whoever made them, with the CPU, memory, network and disk they use. Nothing of yours is changed
        unless you ask for it.
      </Text>
    </div>
  )
}

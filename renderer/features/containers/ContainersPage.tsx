import type { ListedInstance } from '../../../main/contract/live.ts'
import { useContainerFacts, useContainerFactsRead } from '../../store/containerFacts.ts'
import { watchLive } from '../../store/live.ts'
import { Facts } from '../../ui/Facts.tsx'
import { dash } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { LastFailures } from '../instances/LastFailures.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { containerColumns } from './containerColumns.tsx'
import { describeEnding, explainEnding } from './describeContainer.ts'

const technologies = ['docker'] as const

/** Containers of this machine, whoever made them: what they run, how they are, what they use. */
export function ContainersPage() {
  useContainerFactsRead()
  return (
    <ManagedPage
      page="containers"
      title="Containers"
      lead="what runs of an image, and what has run"
      technologies={technologies}
      things="containers"
      newLabel={null}
      columns={containerColumns}
      watch={watchLive}
      above={<LastFailures technologies={technologies} />}
      renderMore={(instance) => <ContainerFactsView instance={instance} />}
      purpose="A container is a process, or several, with files, a network and process numbers of its own on the kernel of this machine. It begins with the files of an image, and what it writes is its own. Those of this machine are listed here by themselves as soon as they exist, whoever made them."
    />
  )
}

/** What the engine tells of it beyond what every instance has. */
function ContainerFactsView({ instance }: { readonly instance: ListedInstance }) {
  const facts = useContainerFacts(({ byId }) => byId.get(instance.id))
  if (facts === undefined) return null
  const ending = describeEnding(instance, facts)
  return (
    <section className={shared.details} aria-label="Container">
      <Facts
        facts={{
          Command: facts.command || dash,
          Ports: facts.ports.join('\n') || 'none leads into it',
          ...(ending && { Ended: `${ending.text}. ${explainEnding(facts) ?? ''}` }),
          Image: facts.imageId.replace(/^docker:/, ''),
        }}
      />
    </section>
  )
}

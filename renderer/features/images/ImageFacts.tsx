import { Title } from '@mantine/core'
import type { ImageDescription } from '../../../main/contract/image.ts'
import type { Image } from '../../../main/contract/live.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { useContainerFacts } from '../../store/containerFacts.ts'
import { useLive } from '../../store/live.ts'
import { Facts } from '../../ui/Facts.tsx'
import { dash, formatBytes } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'

interface ImageFactsProps {
  readonly image: Image
  readonly description: ImageDescription
}

/** What it is called, what it takes and who uses it. */
export function ImageFacts({ image, description }: ImageFactsProps) {
  const { id, names, owner, createdAt, size } = image
  const { digests, platform, bytes } = description
  return (
    <Facts
      facts={{
        Names: names.join('\n') || 'none: known by its id alone',
        ...(digests.length > 0 && { Digests: digests.join('\n') }),
        Id: id.replace(/^docker:/, ''),
        Created: createdAt === null ? dash : formatWhen(createdAt),
        Platform: platform,
        Size: formatBytes(bytes),
        Unique:
          size === null ? '– the engine does not tell' : `${formatBytes(size.unique)}, returns when it is removed`,
        Shared: size === null ? '– the engine does not tell' : `${formatBytes(size.shared)}, other images have it too`,
        'Used by': useContainerNames(image),
        'Made by': owner === 'isoscope' ? 'Isoscope' : 'you or another program',
      }}
    />
  )
}

/** By name as far as they are known. */
function useContainerNames({ id, containers }: Image): string {
  const instances = useLive((state) => state.instances)
  const facts = useContainerFacts(({ byId }) => byId)
  if (containers === 0) return 'no container'
  const names = instances.filter((one) => facts.get(one.id)?.imageId === id).map(({ name }) => name)
  const count = containers === 1 ? '1 container' : `${containers} containers`
  return names.length === 0 ? count : `${count}: ${names.join(', ')}`
}

/** What a container of it begins with. */
export function ImageSettings({ description: { config } }: Pick<ImageFactsProps, 'description'>) {
  return (
    <section className={shared.details} aria-label="Settings">
      <Title order={2} mb={4}>
        Settings
      </Title>
      <Facts facts={Object.fromEntries(config.map(({ name, value }) => [name, value]))} />
    </section>
  )
}

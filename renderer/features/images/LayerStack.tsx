import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ImageDescription } from '../../../main/contract/image.ts'
import type { Image } from '../../../main/contract/live.ts'
import { useImages } from '../../store/images.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { formatBytes } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { LayerStep } from './LayerStep.tsx'
import classes from './layers.module.css'
import { describeStack, drawStack, listSharers, type Sharer, sharersOf } from './layerView.ts'

const none: readonly Image[] = []
/** The rest stands behind a button. */
const shownSharers = 6

/** The layers as they lie on each other, topmost first, and the steps that made none. */
export function LayerStack({ description }: { readonly description: ImageDescription }) {
  const { id, steps } = description
  const images = useImages((state) => state.images) ?? none
  const [marked, setMarked] = useState<string | null>(null)
  const sharers = listSharers(steps, images)
  return (
    <section className={shared.details} aria-label="Layers">
      <Title order={2}>Layers</Title>
      <Text size="sm" c="dimmed" mb={8}>
        {describeStack(steps)}. The topmost is the last that was made; each hides what it changes below it.
      </Text>
      {sharers.length > 0 && <Sharers sharers={sharers} marked={marked} onMark={setMarked} />}
      <ol className={classes.stack} reversed>
        {drawStack(description).map((drawn) => (
          <LayerStep
            key={drawn.number}
            image={id}
            drawn={drawn}
            sharers={sharers}
            isMarked={marked !== null && sharersOf(drawn.step).includes(marked)}
          />
        ))}
      </ol>
    </section>
  )
}

interface SharersProps {
  readonly sharers: readonly Sharer[]
  readonly marked: string | null
  readonly onMark: (id: string | null) => void
}

/** The images that stand on the same layers: pressed, one marks them in the stack. */
function Sharers({ sharers, marked, onMark }: SharersProps) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? sharers : sharers.slice(0, shownSharers)
  return (
    <section className={classes.sharers} aria-label="Images that share layers">
      <Text size="xs" c="dimmed">
        Press one to mark the layers it shares:
      </Text>
      {shown.map(({ id, title, layers, bytes }) => (
        <button
          key={id}
          type="button"
          className={classes.sharer}
          aria-pressed={marked === id}
          onClick={() => onMark(marked === id ? null : id)}
        >
          <span className={classes.sharerName}>{keepApart(title)}</span>{' '}
          <small>
            {layers} {layers === 1 ? 'layer' : 'layers'}, {formatBytes(bytes)}
          </small>
        </button>
      ))}
      {sharers.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {sharers.length - shown.length} more
        </Button>
      )}
    </section>
  )
}

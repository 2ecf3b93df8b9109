import { Button, Drawer, Group, Loader, Text } from '@mantine/core'
import { useCallback, useRef } from 'react'
import type { ImageDescription } from '../../../main/contract/image.ts'
import type { Image } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { useImages } from '../../store/images.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { nameImage } from '../docker/images/nameImage.ts'
import shared from '../instances/instances.module.css'
import { returnToRows } from '../instances/keepFocus.ts'
import { ImageFacts, ImageSettings } from './ImageFacts.tsx'
import { listImageActions } from './imageActions.ts'
import { useImageView } from './imageView.ts'
import { LayerStack } from './LayerStack.tsx'

/** Everything that is known of one image, beside the table. */
export function ImageDrawer() {
  const id = useImageView((state) => state.opened)
  const image = useImages(({ images }) => images?.find((one) => one.id === id))
  return (
    <Drawer
      opened={id !== null}
      onClose={() => useImageView.setState({ opened: null })}
      onExitTransitionEnd={returnToRows}
      position="right"
      size={680}
      title={
        image && (
          <span className={shared.inline}>
            <TechnologyMark technology={image.technology} label={image.technology} />
            <span className={shared.drawerTitle}>{nameImage(image)}</span>
          </span>
        )
      }
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {image ? <Details key={image.id} image={image} /> : <Text size="sm">It exists no more.</Text>}
    </Drawer>
  )
}

function Details({ image }: { readonly image: Image }) {
  const { id, names } = image
  // Other images share its layers: what it has in common is read anew when there are others.
  const others = useImages(({ images }) => images?.map((one) => one.id).join(' '))
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above; a tag more is told by the list
  const ask = useCallback((signal: AbortSignal) => client.images.describe({ id }, { signal }), [id, others, names])
  const answer = useAnswer(ask)
  /** While it is read anew, that of before: what somebody has unfolded stays. */
  const description = useRef<ImageDescription | null>(null)
  if (answer.state === 'there') description.current = answer.value
  if (answer.state === 'failed') return <ProblemNotice title="The image could not be read" problem={answer.problem} />
  if (description.current === null) {
    return (
      <Text size="sm" className={shared.inline}>
        <Loader size={14} /> Reading its layers…
      </Text>
    )
  }
  return (
    <>
      <Group gap={6} mb={12}>
        {listImageActions(image).map(({ label, isLoss, run }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            {...(isLoss && { c: 'var(--iso-bad)' })}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </Group>
      <ImageFacts image={image} description={description.current} />
      <LayerStack description={description.current} />
      <ImageSettings description={description.current} />
    </>
  )
}

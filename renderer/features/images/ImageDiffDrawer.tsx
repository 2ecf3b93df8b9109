import { Button, Drawer } from '@mantine/core'
import { useCallback } from 'react'
import { client } from '../../client.ts'
import { returnToRows } from '../instances/keepFocus.ts'
import { ImageDiffView } from './ImageDiffView.tsx'
import { type ComparedImages, useImageView } from './imageView.ts'
import { ReadingView } from './ReadingView.tsx'
import { useReading } from './useReading.ts'

/** What two images have in common, and how they differ. */
export function ImageDiffDrawer() {
  const compared = useImageView((state) => state.compared)
  return (
    <Drawer
      opened={compared !== null}
      onClose={() => useImageView.setState({ compared: null })}
      onExitTransitionEnd={returnToRows}
      position="right"
      size={860}
      title="Compare two images"
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {compared && <Diff compared={compared} />}
    </Drawer>
  )
}

function Diff({ compared: { before, after } }: { readonly compared: ComparedImages }) {
  const ask = useCallback((ticket: string) => client.images.diff({ before, after, ticket }), [before, after])
  const reading = useReading(ask)
  if (reading.state !== 'there') return <ReadingView reading={reading} what="both images" />
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        mb={10}
        onClick={() => useImageView.setState({ compared: { before: after, after: before } })}
      >
        The other way round
      </Button>
      <ImageDiffView diff={reading.value} />
    </>
  )
}

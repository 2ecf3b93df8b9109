import { Button, Text, TextInput, Title } from '@mantine/core'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { useContainerFactsRead } from '../../store/containerFacts.ts'
import { openImageDialog } from '../../store/imageDialog.ts'
import { useImages, watchImages } from '../../store/images.ts'
import { watchInventory } from '../../store/live.ts'
import { useAway } from '../../store/useAway.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { EngineNotes } from '../instances/EngineNotes.tsx'
import shared from '../instances/instances.module.css'
import page from '../instances/table.module.css'
import { WorkList } from '../instances/WorkList.tsx'
import { classes } from './classes.ts'
import { ImageDialogs } from './ImageDialogs.tsx'
import { ImageDiffDrawer } from './ImageDiffDrawer.tsx'
import { ImageDrawer } from './ImageDrawer.tsx'
import { ImageGrid } from './ImageGrid.tsx'
import { ImageMenu } from './ImageMenu.tsx'
import { ImageTotals } from './ImageTotals.tsx'
import { searchImages, sortImages } from './imageRows.ts'
import { closeAll, useImageView } from './imageView.ts'
import { NoImages } from './NoImages.tsx'
import { Selection } from './Selection.tsx'

const technologies = ['docker'] as const
const none: readonly Image[] = []

/** What containers are made from: what there is, what it takes, and layer by layer what is in it. */
export function ImagesPage() {
  const [attempt, setAttempt] = useState(0)
  // The inventory tells whether the engine is there at all.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads anew
  const read = useCallback(
    async (signal: AbortSignal) => {
      await Promise.all([watchImages(signal), watchInventory(signal)])
    },
    [attempt],
  )
  useWhileSeen(read)
  useContainerFactsRead()
  useEffect(() => closeAll, [])
  const problem = useImages((state) => state.problem)
  return (
    <>
      <div className={page.title}>
        <Title order={1}>Images</Title>
        <Text size="sm" c="dimmed">
          what containers are made from, layer by layer
        </Text>
        <Ways />
      </div>
      {problem && (
        <>
          <ProblemNotice title="The images could not be read" problem={problem} />
          <Button size="compact-sm" variant="default" w="fit-content" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        </>
      )}
      <WorkList technologies={technologies} />
      <EngineNotes technologies={technologies} onCheckAgain={() => setAttempt(attempt + 1)} />
      <ImageTotals />
      <Images />
      <ImageMenu />
      <ImageDrawer />
      <ImageDiffDrawer />
      <ImageDialogs />
    </>
  )
}

/** To more images, and to fewer. None where the engine is not there: the notes say what to do. */
function Ways() {
  if (useAway('docker')) return null
  return (
    <div className={page.ways}>
      <Button size="xs" variant="default" onClick={() => openImageDialog({ kind: 'prune' })}>
        Prune…
      </Button>
      <Button size="xs" variant="default" onClick={() => openImageDialog({ kind: 'load' })}>
        Load…
      </Button>
      <Button size="xs" variant="default" onClick={() => openImageDialog({ kind: 'build' })}>
        Build…
      </Button>
      <Button size="xs" onClick={() => openImageDialog({ kind: 'pull' })}>
        Pull…
      </Button>
    </div>
  )
}

function Images() {
  const images = useImages((state) => state.images)
  const search = useImageView((state) => state.search)
  const sorting = useImageView((state) => state.sorting)
  const shown = useMemo(() => sortImages(searchImages(images ?? none, search), sorting), [images, search, sorting])
  if (images === null || images.length === 0) return <NoImages />
  return (
    <section className={classes.images} aria-label="All images">
      <div className={classes.tools}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          placeholder="Search images"
          aria-label="Search images"
          value={search}
          onChange={(event) => useImageView.setState({ search: event.currentTarget.value })}
        />
        <Text size="xs" c="dimmed" className={classes.toolNote} role="status">
          {shown.length === images.length ? images.length : `${shown.length} of ${images.length}`}
        </Text>
        <Selection shown={shown} />
      </div>
      {shown.length > 0 ? <ImageGrid images={shown} /> : <NothingFound search={search} />}
    </section>
  )
}

function NothingFound({ search }: { readonly search: string }) {
  return (
    <div className={shared.nothing}>
      <Text size="sm" mb={8}>
        No image has “{search.trim()}” in its names, id or owner.
      </Text>
      <Button size="xs" variant="default" onClick={() => useImageView.setState({ search: '' })}>
        Show all
      </Button>
    </div>
  )
}

import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { client } from '../../client.ts'
import { describeCounts } from '../docker/files/describeChanges.ts'
import { FileList } from '../docker/files/FileList.tsx'
import { ReadingView } from './ReadingView.tsx'
import { useReading } from './useReading.ts'

interface LayerFilesProps {
  readonly image: string
  readonly layer: number
}

/** What a layer has added, changed and removed, folder by folder. The first look at an image reads all of it. */
export function LayerFiles({ image, layer }: LayerFilesProps) {
  return (
    <section aria-label="Files of the layer">
      <Folder image={image} layer={layer} folder="" />
    </section>
  )
}

function Folder({ image, layer, folder }: LayerFilesProps & { readonly folder: string }) {
  const ask = useCallback(
    (ticket: string) => client.images.files({ id: image, layer, folder, ticket }),
    [image, layer, folder],
  )
  const reading = useReading(ask)
  if (reading.state !== 'there') return <ReadingView reading={reading} what="the files of the layer" />
  const { files, counts } = reading.value
  return (
    <>
      {folder === '' && (
        <Text size="xs" c="dimmed" mb={2}>
          {files.length === 0 ? 'It holds no files.' : describeCounts(counts)}
        </Text>
      )}
      <FileList
        files={files}
        folder={folder}
        renderFolder={(inner) => <Folder image={image} layer={layer} folder={inner} />}
      />
    </>
  )
}

import { SegmentedControl, TextInput } from '@mantine/core'
import { PathField } from '../instances/PathField.tsx'
import type { PlaceDraft } from './environmentForm.ts'

interface PlaceFieldsProps {
  readonly form: {
    readonly draft: PlaceDraft
    readonly change: (part: Partial<PlaceDraft>) => void
    readonly leave: (name: 'name' | 'folder') => void
    readonly errorOf: (name: 'name' | 'folder') => string | undefined
  }
  readonly takesFolder: boolean
}

/** By its name to where its program keeps them, or to a folder. */
export function PlaceFields({ form: { draft, change, leave, errorOf }, takesFolder }: PlaceFieldsProps) {
  const isFolder = draft.isFolder && takesFolder
  return (
    <div>
      {isFolder ? (
        <PathField
          purpose="save"
          label="Folder"
          description="One that does not exist yet."
          placeholder="/home/me/project/env"
          value={draft.folder}
          error={errorOf('folder')}
          onPath={(folder) => change({ folder })}
          onBlur={() => leave('folder')}
        />
      ) : (
        <TextInput
          data-autofocus
          label="Name"
          placeholder="my-project"
          spellCheck={false}
          autoComplete="off"
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
          onBlur={() => leave('name')}
        />
      )}
      {takesFolder && (
        <SegmentedControl
          size="xs"
          mt={6}
          aria-label="Where it goes"
          data={[
            { value: 'name', label: 'By its name' },
            { value: 'folder', label: 'In a folder' },
          ]}
          value={isFolder ? 'folder' : 'name'}
          onChange={(value) => change({ isFolder: value === 'folder' })}
        />
      )}
    </div>
  )
}

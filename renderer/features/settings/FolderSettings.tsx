import { Button, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useCapability } from '../../store/app.ts'
import { useConnection } from '../../store/connection.ts'
import { addSearchFolder, loadSearchFolders, removeSearchFolder, useSearchFolders } from '../../store/searchFolders.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { PathField } from '../instances/PathField.tsx'
import { SettingSection } from './SettingRow.tsx'
import classes from './settings.module.css'

export function FolderSettings() {
  const { folders, problem } = useSearchFolders()
  const mayName = useCapability('folders.change')
  const canChoose = useCapability('files.choose')
  const mayChange = mayName || canChoose
  const isOpen = useConnection(({ state }) => state === 'open')
  useEffect(() => {
    if (isOpen) void loadSearchFolders()
  }, [isOpen])
  return (
    <SettingSection title="Folders to search">
      <Text size="sm" c="dimmed" mb={8}>
        Python and conda environments are looked for in the usual places, and below these folders, four folders deep.
        They are shown and never touched.
      </Text>
      {problem && <ProblemNotice title="The folders could not be changed" problem={problem} />}
      {folders?.length === 0 && <Text size="sm">None is named: only the usual places are looked at.</Text>}
      <ul className={classes.folders} aria-label="Folders to search">
        {folders?.map((folder) => (
          <li key={folder}>
            <code>{folder}</code>
            {mayChange && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Remove: ${folder}`}
                onClick={() => void removeSearchFolder(folder)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange ? <NewFolder /> : <OnCommandLine />}
    </SettingSection>
  )
}

function NewFolder() {
  const [path, setPath] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void addSearchFolder(path.trim()).then((isDone) => isDone && setPath(''))
      }}
    >
      <Group gap={8} mt={8}>
        <PathField
          size="xs"
          purpose="folder"
          hasNote={false}
          aria-label="A folder to search as well"
          placeholder="/home/you/projects"
          value={path}
          onPath={setPath}
        />
        <Button size="xs" variant="default" type="submit" disabled={path.trim() === ''}>
          Add
        </Button>
      </Group>
    </form>
  )
}

/** What is searched shows in the list of what exists, so a page in a browser cannot choose it. */
function OnCommandLine() {
  return (
    <>
      <Text size="sm" mt={8} mb={6}>
        This window cannot change them: a page alone must not have any folder looked into. Name them on the command
        line:
      </Text>
      <CopyCommand command="isoscope folders --add DIR" />
    </>
  )
}

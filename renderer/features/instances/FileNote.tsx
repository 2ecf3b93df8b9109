import { Text } from '@mantine/core'
import { useCapability } from '../../store/app.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'

/** Before a path is typed in vain: a page alone does not reach about among the files of this machine. */
export function FileNote() {
  const hasFolders = useCapability('run.custom')
  const canChoose = useCapability('files.choose')
  if (canChoose) {
    return (
      <Text size="xs" c="dimmed">
        Choosing it allows Isoscope to use it, until the app is closed.
      </Text>
    )
  }
  if (hasFolders) {
    return (
      <Text size="xs" c="dimmed">
        In the folder that was approved when Isoscope was started, or below it.
      </Text>
    )
  }
  return (
    <div>
      <Text size="sm" mb={4}>
        This window may open no files: no folder was approved when Isoscope was started. Start it with
      </Text>
      <CopyCommand command="isoscope serve --allow-commands --root DIR" />
    </div>
  )
}

import { Text } from '@mantine/core'
import type { RunRequest } from '../../../../main/contract/container.ts'
import { quoteCommand } from '../../../../main/model/quoteCommand.ts'
import { CopyCommand } from '../../../ui/CopyCommand.tsx'
import { RemedyText } from '../../../ui/ProblemNotice.tsx'
import classes from './run.module.css'
import { usePreview } from './usePreview.ts'

/** What the container will execute, and the command that does the same. */
export function PreviewView({ request }: { readonly request: RunRequest | null }) {
  const { preview, problem: failure } = usePreview(request)
  const problem = failure ?? preview?.problem
  return (
    <section className={classes.preview} aria-label="What will be executed">
      <Text size="sm" fw={600}>
        It will execute
      </Text>
      {preview?.program && preview.program.length > 0 ? (
        <>
          <code className={classes.program}>{quoteCommand(preview.program)}</code>
          <Text size="xs" c="dimmed">
            {describeOrigin(preview)} As {preview.user}, in {preview.directory}.
          </Text>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {preview || failure ? 'Not known.' : 'Shown once the form is filled in.'}
        </Text>
      )}
      {problem && (
        <div role="alert">
          <Text size="sm">{problem.message}</Text>
          <RemedyText remedy={problem.remedy} />
        </div>
      )}
      {preview && (
        <>
          <Text size="xs" c="dimmed" mt={6}>
            In a terminal:
          </Text>
          <CopyCommand command={quoteCommand(preview.dockerCommand)} />
        </>
      )}
    </section>
  )
}

type Preview = NonNullable<ReturnType<typeof usePreview>['preview']>

function describeOrigin({ entrypoint, command }: Preview): string {
  const from = (part: Preview['command'], name: string) =>
    part.words.length === 0 ? `no ${name}` : `${name} ${part.from === 'image' ? 'of the image' : 'as given'}`
  const text = `${from(entrypoint, 'entry point')}, ${from(command, 'command')}.`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

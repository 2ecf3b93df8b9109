import { Button, Loader, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { CommandResult } from '../../../main/contract/environment.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { quoteCommand } from '../../../main/model/quoteCommand.ts'
import { splitWords } from '../../../main/model/splitWords.ts'
import { client } from '../../client.ts'
import { useCapability } from '../../store/app.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import shared from '../instances/instances.module.css'
import { type Checked, useForm } from '../instances/useForm.ts'
import classes from './environments.module.css'

/** Runs a command in it, where this door does so; else how it is done in a terminal. */
export function RunSection({ instance }: { readonly instance: ListedInstance }) {
  const allowsCommands = useCapability('run.custom')
  return (
    <section className={shared.details} aria-label="Run a command">
      <Title order={2} mb={8}>
        Run a command
      </Title>
      {allowsCommands ? (
        <RunForm id={instance.id} />
      ) : (
        <Text component="div" size="sm">
          This page runs no commands: whoever reaches it could run any. In a terminal:
          <CopyCommand command={quoteCommand(['isoscope', 'env', 'run', instance.id, '--', 'python', '-V'])} />
        </Text>
      )}
    </section>
  )
}

interface Draft {
  readonly command: string
}

function RunForm({ id }: { readonly id: string }) {
  const [result, setResult] = useState<CommandResult | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isRunning, setRunning] = useState(false)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const run = async (argv: string[]) => {
    abort.current = new AbortController()
    const { signal } = abort.current
    setRunning(true)
    setResult(null)
    setProblem(null)
    try {
      setResult(await client.environments.run({ id, argv }, { signal }))
    } catch (error) {
      if (!signal.aborted) setProblem(toProblem(error))
    }
    setRunning(false)
  }
  const form = useForm<Draft, string[]>({ command: '' }, checkCommand, (argv) => void run(argv))
  return (
    <>
      <form className={classes.line} onSubmit={form.send} noValidate>
        <TextInput
          size="xs"
          aria-label="Command"
          placeholder='python -c "print(1)"'
          spellCheck={false}
          autoComplete="off"
          value={form.draft.command}
          error={form.errorOf('command')}
          onChange={(event) => form.change({ command: event.currentTarget.value })}
        />
        {isRunning ? (
          <Button size="xs" variant="default" onClick={() => abort.current?.abort()}>
            Stop
          </Button>
        ) : (
          <Button type="submit" size="xs">
            Run
          </Button>
        )}
      </form>
      {isRunning && (
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> It runs; what it says comes when it has ended.
        </Text>
      )}
      {result && <Result result={result} />}
      {problem && <ProblemNotice title="It could not be run" problem={problem} />}
    </>
  )
}

function Result({ result: { exitCode, stdout, stderr } }: { readonly result: CommandResult }) {
  return (
    <div role="status">
      <Text size="xs" c="dimmed" mb={4}>
        It ended with {exitCode}.{stdout === '' && stderr === '' && ' It said nothing.'}
      </Text>
      {stdout !== '' && <pre className={classes.output}>{stdout}</pre>}
      {stderr !== '' && (
        <pre className={classes.output} data-stream="stderr">
          {stderr}
        </pre>
      )}
    </div>
  )
}

/** Parted into words as a shell would, and given to no shell. */
function checkCommand({ command }: Draft): Checked<Draft, string[]> {
  const words = splitWords(command)
  if (words === null) return { ok: false, errors: { command: 'A quote is not closed.' } }
  const [program] = words
  if (program === undefined) return { ok: false, errors: { command: 'Give a program and its arguments.' } }
  if (program.startsWith('-')) return { ok: false, errors: { command: 'The name of a program begins with no dash.' } }
  return { ok: true, request: [...words] }
}

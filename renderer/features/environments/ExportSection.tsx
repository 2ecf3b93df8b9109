import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { saveText, takeText } from '../../ui/takeAway.ts'
import shared from '../instances/instances.module.css'
import { exportWords, listExportFormats } from './describeEnvironment.ts'

/** What is in it, as a file by which another one like it is made. */
export function ExportSection({ instance }: { readonly instance: ListedInstance }) {
  const formats = listExportFormats(instance)
  const [wanted, setFormat] = useState<string>(formats[0] ?? '')
  const [says, setSays] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isReading, setReading] = useState(false)
  const format = formats.find((one) => one === wanted) ?? 'requirements'
  const file = { name: exportWords[format].file, type: 'text/plain' }
  const take = async (use: (text: string) => Promise<string>) => {
    setReading(true)
    setSays(null)
    setProblem(null)
    try {
      const { text } = await client.environments.export({ id: instance.id, format })
      setSays(await use(text))
    } catch (error) {
      setProblem(toProblem(error))
    }
    setReading(false)
  }
  const copy = async (text: string) => ((await takeText(text, file)) === 'copied' ? 'Copied' : `Saved as ${file.name}`)
  const save = async (text: string) => {
    saveText(text, file)
    return `Saved as ${file.name}`
  }
  return (
    <section className={shared.details} aria-label="Export">
      <Title order={2} mb={8}>
        Export
      </Title>
      <Group gap={8}>
        <NativeSelect
          size="xs"
          aria-label="Format"
          data={formats.map((one) => ({ value: one, label: exportWords[one].title }))}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" disabled={isReading} onClick={() => void take(copy)}>
          Copy
        </Button>
        <Button size="xs" variant="default" disabled={isReading} onClick={() => void take(save)}>
          Save as a file
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {isReading ? 'reading…' : says}
        </Text>
      </Group>
      {problem && <ProblemNotice title="It could not be written" problem={problem} />}
    </section>
  )
}

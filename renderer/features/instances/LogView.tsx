import { Checkbox, Group, Text, Title } from '@mantine/core'
import { memo, useCallback, useEffect, useRef, useState } from 'react'
import { client } from '../../client.ts'
import { isLost, type Problem, toProblem } from '../../store/problem.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import classes from './instances.module.css'
import own from './log.module.css'
import { appendChunk, cleanLogText, emptyLog, type LogPart, type LogText } from './logLines.ts'

/** Lines that are asked for at first, and that are kept on the page. */
const tail = 200
const mostLines = 2_000

/** What it writes, as it writes it. */
export function LogView({ id }: { readonly id: string }) {
  const [log, setLog] = useState<LogText>(emptyLog)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [hasEnded, setEnded] = useState(false)
  const [isFollowed, setFollowed] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  const read = useCallback(
    async (signal: AbortSignal) => {
      setLog(emptyLog)
      setProblem(null)
      setEnded(false)
      try {
        const chunks = await client.instances.logs({ id, follow: true, tail }, { signal })
        for await (const chunk of chunks) setLog((before) => appendChunk(before, chunk, mostLines))
        if (!signal.aborted) setEnded(true)
      } catch (error) {
        if (!signal.aborted && !isLost(error)) setProblem(toProblem(error))
      }
    },
    [id],
  )
  useWhileSeen(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what is scrolled to
  useEffect(() => {
    if (isFollowed && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [log, isFollowed])
  return (
    <section className={classes.details} aria-label="Log">
      <Group justify="space-between" mb={6}>
        <Title order={2}>Log</Title>
        <Checkbox
          size="xs"
          label="Scroll to new lines"
          checked={isFollowed}
          onChange={(event) => setFollowed(event.currentTarget.checked)}
        />
      </Group>
      {log.given > 0 && (
        <Text size="xs" c="dimmed">
          {log.given} older {log.given === 1 ? 'line is' : 'lines are'} not shown any more.
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <div ref={box} className={own.log} role="log" aria-label="Log lines" aria-live="off" tabIndex={0}>
        {log.parts.map((part) => (
          <LogPartView key={part.key} part={part} />
        ))}
        {log.parts.length === 0 && !problem && (
          <span className={classes.dimmed}>{hasEnded ? 'It has written nothing.' : 'Nothing written yet.'}</span>
        )}
      </div>
      {problem && (
        <>
          <Text size="sm">{problem.message}</Text>
          <RemedyText remedy={problem.remedy} />
        </>
      )}
      {hasEnded && log.parts.length > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          The log has ended.
        </Text>
      )}
    </section>
  )
}

const LogPartView = memo(function LogPartView({ part: { lines, dropped } }: { readonly part: LogPart }) {
  return (
    <>
      {dropped > 0 && (
        <div className={own.dropped}>
          {dropped} {dropped === 1 ? 'line' : 'lines'} dropped: they came faster than they could be read
        </div>
      )}
      {lines.map(({ stream, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a part keep their places
        <div key={index} data-stream={stream}>
          {stream === 'stderr' && <span className={own.streamName}>err </span>}
          {cleanLogText(text) || '\u00a0'}
        </div>
      ))}
    </>
  )
})

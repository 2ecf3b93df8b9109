import { Checkbox, Group, Switch, Text, Title } from '@mantine/core'
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import classes from './instances.module.css'
import { LogLines } from './LogLines.tsx'
import { LogSearchField } from './LogSearchField.tsx'
import own from './log.module.css'
import { createLogSearch, describeHits, type LogHit, stepHit } from './logSearch.ts'
import { useLog } from './useLog.ts'

/** What it writes, as it writes it. */
export function LogView({ id }: { readonly id: string }) {
  const [isFollowed, setFollowed] = useState(true)
  const [withTimes, setWithTimes] = useState(false)
  const [wanted, setWanted] = useState('')
  const [active, setActive] = useState<LogHit | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const { log, problem, hasEnded } = useLog(
    id,
    useCallback(() => setActive(null), []),
  )
  // Typing goes before marking.
  const deferred = useDeferredValue(wanted)
  const search = useMemo(() => createLogSearch(deferred), [deferred])
  const found = useMemo(() => search(log.parts), [search, log])
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines and longer ones are what is scrolled to
  useEffect(() => {
    if (isFollowed && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [log, isFollowed, withTimes])
  useEffect(() => {
    if (active) box.current?.querySelector('mark[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const look = (text: string) => {
    setWanted(text)
    setActive(null)
  }
  const step = (by: 1 | -1) => {
    const hit = stepHit(found.hits, active, by)
    if (hit === null) return
    setActive(hit)
    // New lines still come, but what was found stays in sight.
    setFollowed(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
    event.preventDefault()
    field.current?.select()
  }
  const hasTimes = log.parts.some(({ lines }) => lines.some(({ at }) => at !== null))
  return (
    <section className={classes.details} aria-label="Log" onKeyDown={onKeyDown}>
      <Group justify="space-between" mb={6}>
        <Title order={2}>Log</Title>
        <Group gap={14}>
          <Switch
            size="xs"
            label="Times"
            checked={withTimes && hasTimes}
            disabled={!hasTimes}
            {...(!hasTimes && log.parts.length > 0 && { title: 'When these lines were written is not known.' })}
            onChange={(event) => setWithTimes(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label="Scroll to new lines"
            checked={isFollowed}
            onChange={(event) => setFollowed(event.currentTarget.checked)}
          />
        </Group>
      </Group>
      <LogSearchField
        ref={field}
        wanted={wanted}
        found={deferred === '' ? '' : describeHits(found, active)}
        canStep={found.hits.length > 0}
        onChange={look}
        onStep={step}
      />
      {log.given > 0 && (
        <Text size="xs" c="dimmed">
          {log.given} older {log.given === 1 ? 'line is' : 'lines are'} not shown any more.
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <div ref={box} className={own.log} role="log" aria-label="Log lines" aria-live="off" tabIndex={0}>
        {log.parts.map((part) => (
          <LogLines
            key={part.key}
            part={part}
            hits={found.byPart.get(part.key)}
            active={active?.part === part.key ? active : null}
            withTimes={withTimes && hasTimes}
          />
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

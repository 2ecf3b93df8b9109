import { useId, useRef } from 'react'
import classes from './build.module.css'

interface DockerfileFieldProps {
  readonly text: string
  readonly onText: (text: string) => void
  /** From 1; null where nothing is wrong at a line. */
  readonly failedLine: number | null
  readonly error: string | undefined
}

/** A Dockerfile with the numbers of its lines; the one that a build has failed at is marked. */
export function DockerfileField({ text, onText, failedLine, error }: DockerfileFieldProps) {
  const id = useId()
  const gutter = useRef<HTMLDivElement>(null)
  const count = text.split('\n').length
  return (
    <div>
      <label htmlFor={id} className={classes.label}>
        Dockerfile
      </label>
      <div className={classes.editor}>
        <div ref={gutter} className={classes.gutter} aria-hidden="true">
          {Array.from({ length: count }, (_none, index) => index + 1).map((line) => (
            <div key={line} data-failed={line === failedLine || undefined}>
              {line}
            </div>
          ))}
        </div>
        <textarea
          id={id}
          className={classes.text}
          value={text}
          rows={12}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={error !== undefined || undefined}
          onChange={(event) => onText(event.currentTarget.value)}
          onScroll={({ currentTarget }) => {
            if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop
          }}
        />
      </div>
      {error !== undefined && <div className={classes.error}>{error}</div>}
    </div>
  )
}

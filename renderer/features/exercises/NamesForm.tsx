import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ExerciseNames, findNameFaults, useExerciseNames } from './exerciseNames.ts'
import classes from './exercises.module.css'

const fields = [
  { name: 'begin', label: 'Image to begin with', placeholder: 'debian:stable-slim' },
  { name: 'modified', label: 'Push the modified image as', placeholder: 'yourname/playground:modified' },
  { name: 'built', label: 'Push the built image as', placeholder: 'registry.example:5000/playground:built' },
] as const

/** Where each begins and where it goes. What is typed is used at once: nothing is done by it. */
export function NamesForm() {
  const names = useExerciseNames()
  const [left, setLeft] = useState<ReadonlySet<keyof ExerciseNames>>(new Set())
  const faults = findNameFaults(names)
  return (
    <section className={classes.names} aria-label="Names">
      {fields.map(({ name, label, placeholder }) => (
        <TextInput
          key={name}
          size="xs"
          label={label}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          value={names[name]}
          error={left.has(name) || names[name].includes('/') ? faults[name] : undefined}
          onChange={(event) => useExerciseNames.setState({ [name]: event.currentTarget.value })}
          onBlur={() => names[name] !== '' && setLeft((before) => new Set(before).add(name))}
        />
      ))}
    </section>
  )
}

import { RunButton } from '../features/compare/RunButton.tsx'
import { ActivityCentre } from './ActivityCentre.tsx'
import classes from './App.module.css'
import { EngineChips } from './EngineChips.tsx'
import { PaletteButton } from './PaletteButton.tsx'
import { ThemeToggle } from './ThemeToggle.tsx'

export function Header() {
  return (
    <header className={classes.header}>
      <span className={classes.logo}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M8 1.25a6.75 6.75 0 0 0 0 13.5z" fill="currentColor" />
        </svg>
        Isoscope
      </span>
      <EngineChips />
      <ActivityCentre />
      <PaletteButton />
      <ThemeToggle />
      <RunButton />
    </header>
  )
}

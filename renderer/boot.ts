import { themeKey } from './app/themeKey.ts'
import { reloadWhenCutOff } from './reloadWhenCutOff.ts'
import './boot.css'

/** Milliseconds: a page in the background makes no frames, and its one-time code does not wait. */
const patience = 1_000

/*
 * The first frame, which index.html has, is painted before the program is loaded: reading a megabyte of script takes
 * longer than anybody should look at an empty window.
 */
let isStarted = false
function start(): void {
  if (isStarted) return
  isStarted = true
  void import('./main.tsx')
}

/** The frame, and the canvas behind it, have the theme that was last shown here; otherwise the system's. */
function paintTheme(): void {
  const chosen = localStorage.getItem(themeKey)
  if (chosen !== 'light' && chosen !== 'dark') return
  document.documentElement.dataset.mantineColorScheme = chosen
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', chosen)
}

paintTheme()
reloadWhenCutOff()
requestAnimationFrame(() => setTimeout(start))
setTimeout(start, patience)

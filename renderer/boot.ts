import './boot.css'

/** Milliseconds: a page in the background makes no frames, and its one-time code does not wait. */
const patience = 250

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

const chosen = localStorage.getItem('mantine-color-scheme-value')
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.mantineColorScheme = chosen
requestAnimationFrame(() => setTimeout(start))
setTimeout(start, patience)

import type { Technology } from '../contract/technology.ts'

/** How a technology is drawn wherever it is drawn: the window and the reports look it up here. */
export interface TechnologyLook {
  /** On a light and on a dark ground, each with AA contrast for marks and larger text. */
  readonly light: string
  readonly dark: string
  /** A shape of its own beside the colour, so that it reads in greyscale too: an SVG path in a box of 10 by 10. */
  readonly shape: string
}

export const technologyLooks: Readonly<Record<Technology, TechnologyLook>> = {
  host: { light: '#66727f', dark: '#8b98a8', shape: 'M1 1h8v8H1z' },
  venv: { light: '#2f8f46', dark: '#5fb36a', shape: 'M5 .5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z' },
  conda: { light: '#6a8f1a', dark: '#9bc53d', shape: 'M5 .8 9.6 9.2H.4z' },
  docker: { light: '#1f6fd6', dark: '#4c9aff', shape: 'M.5 2.5h9v5h-9z' },
  qemu: { light: '#9a3fd8', dark: '#c77dff', shape: 'M5 .2 9.8 5 5 9.8.2 5z' },
  virtualbox: { light: '#6552e0', dark: '#8f7dff', shape: 'M2.6.6h4.8L9.8 5 7.4 9.4H2.6L.2 5z' },
  jupyterhub: { light: '#c9631a', dark: '#f2914a', shape: 'M3.4.5h3.2v2.9h2.9v3.2H6.6v2.9H3.4V6.6H.5V3.4h2.9z' },
}

import type { Technology } from '../../contract/technology.ts'

/** Tells the lines of a chart apart without colour: lengths of dash and gap in pixels, none is a whole line. */
export const lineDashes: Readonly<Record<Technology, readonly number[]>> = {
  host: [1, 3],
  venv: [2, 3],
  conda: [8, 3, 2, 3],
  docker: [],
  qemu: [6, 3],
  virtualbox: [10, 4],
  jupyterhub: [4, 2, 1, 2],
}

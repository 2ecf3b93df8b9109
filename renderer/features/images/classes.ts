import grid from '../../ui/grid.module.css'
import { joinClasses } from '../../ui/joinClasses.ts'
import own from './images.module.css'

/** The table's shared look, and what this page adds to it. */
export const classes = joinClasses(grid, own)

import grid from '../../ui/grid.module.css'
import { joinClasses } from '../../ui/joinClasses.ts'
import own from './live.module.css'

/** The table's shared look, and what this page adds to it: rows of groups are rows, cells of rates are cells. */
export const classes = joinClasses({ ...grid, groupRow: grid.row ?? '', rateCell: grid.cell ?? '' }, own)

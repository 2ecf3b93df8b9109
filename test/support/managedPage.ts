import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findAccessibilityProblems, measureSidewaysOverflow, showTheme } from './page.ts'

/** The parts that every page of things to be managed has. The page is asked for each time: it may not be open yet. */
export function createManagedPage(getPage: () => Page) {
  return {
    dialog: (name: string | RegExp): Locator => getPage().getByRole('dialog', { name }),
    rowOf: (name: string): Locator =>
      getPage()
        .getByRole('row')
        .filter({ has: getPage().getByRole('button', { name, exact: true }) }),
    /** Chooses something from the menu of a row. */
    openMenu: async (name: string, item: string): Promise<void> => {
      await getPage()
        .getByRole('button', { name: `Actions of ${name}`, exact: true })
        .click()
      await getPage().getByRole('menuitem', { name: item }).click()
    },
    /** As it stands, in the smallest window. */
    checkBothThemes: async (): Promise<void> => {
      const page = getPage()
      await page.setViewportSize({ width: 1024, height: 700 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await showTheme(page, colorScheme)
        expect(await findAccessibilityProblems(page)).toEqual([])
        expect(await measureSidewaysOverflow(page)).toBe(0)
      }
    },
  }
}

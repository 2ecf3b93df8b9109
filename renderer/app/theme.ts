import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, virtualColor } from '@mantine/core'
import { technologyLooks } from '../../main/model/technologyLook.ts'
import classes from './theme.module.css'

const blue: MantineColorsTuple = [
  '#eaf3ff',
  '#d3e5ff',
  '#a6caff',
  '#76adff',
  '#4c9aff',
  '#2f82ee',
  '#1f6fd6',
  '#1a63c4',
  '#1556ab',
  '#0e488f',
]

/** Mantine's dark scale: text at 0, dimmed at 2, lines at 4, raised at 5, panels at 6, body at 7. */
const dark: MantineColorsTuple = [
  '#e6edf3',
  '#c4ced9',
  '#93a0b0',
  '#5b6776',
  '#2a323d',
  '#1c232c',
  '#161b22',
  '#0f1216',
  '#0b0e11',
  '#07090b',
]

export const theme = createTheme({
  // Virtual, because only of such a colour does Mantine choose the text on it for each theme by itself.
  colors: { blue, dark, accent: virtualColor({ name: 'accent', light: 'blue', dark: 'blue' }) },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  // Dark text on the dark theme's blue: white has 2.9 to 1 there.
  luminanceThreshold: 0.25,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { classNames: { content: classes.raised } },
    Drawer: { classNames: { content: classes.raised } },
    Spotlight: { classNames: { content: classes.raised } },
  },
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "DejaVu Sans", sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { sizes: { h1: { fontSize: '1.125rem' }, h2: { fontSize: '0.875rem' } } },
})

/** Where Mantine's own values fall short of AA contrast, and what the shell and the marks are painted with. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f5f7fa',
    '--mantine-color-text': '#1a2330',
    '--mantine-color-dimmed': '#566374',
    '--mantine-color-placeholder': '#66727f',
    '--mantine-color-error': '#c22f2a',
    '--iso-panel': '#ffffff',
    '--iso-raised': '#eef2f6',
    '--iso-line': '#dde3ea',
    '--iso-good': '#1d7f58',
    '--iso-warn': '#8f5f00',
    '--iso-bad': '#c22f2a',
    ...listTechnologyColours('light'),
  },
  dark: {
    '--mantine-color-dimmed': '#93a0b0',
    '--mantine-color-placeholder': '#8290a0',
    '--mantine-color-error': '#f0837c',
    '--iso-panel': '#161b22',
    '--iso-raised': '#1c232c',
    '--iso-line': '#2a323d',
    '--iso-good': '#3fb98a',
    '--iso-warn': '#d9a441',
    '--iso-bad': '#f0837c',
    ...listTechnologyColours('dark'),
  },
})

function listTechnologyColours(theme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(Object.entries(technologyLooks).map(([name, look]) => [`--iso-${name}`, look[theme]]))
}

import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // What each start of the command line loads is read as one file instead of some hundred.
      externalizeDeps: { exclude: ['zod', '@orpc/client', '@orpc/contract', '@orpc/server', 'execa', 'tar-stream'] },
      rolldownOptions: {
        input: { electron: 'main/hosts/electron/main.ts', cli: 'main/hosts/cli.ts' },
        // Chunks beside the entries, so that import.meta.dirname is out/main in every file.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require electron and nothing else: everything is bundled, as CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), paintAfterScript()],
    build: {
      outDir: 'out/renderer',
      // `isoscope serve` shows the page in the user's own browser, whatever Electron has.
      target: 'es2022',
      minify: true,
      // The policy allows fonts from 'self' only; an inlined one would be a data: URL.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
})

/** Nothing is painted before boot.ts, which is small, has run: it knows the theme, and a frame of the other one would flash. */
function paintAfterScript() {
  return {
    name: 'paint-after-script',
    transformIndexHtml: {
      order: 'post' as const,
      handler: (html: string) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  }
}

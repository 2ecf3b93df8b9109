import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { startSession } from './app/session.ts'
import { followAddress } from './store/navigation.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

followAddress()
createRoot(root).render(
  <StrictMode>
    <App nonce={document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''} />
  </StrictMode>,
)
startSession()

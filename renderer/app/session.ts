import { keepConnected } from '../client.ts'
import { resumeRuns } from '../store/activeRun.ts'
import { loadInfo } from '../store/app.ts'
import { useConnection } from '../store/connection.ts'
import { detectEngines } from '../store/engines.ts'
import { loadSettings } from '../store/settings.ts'

/** Connects, and with every connection brings the stores up to date, each by itself: nothing waits for the slowest. */
export function startSession(): void {
  void keepConnected((connection) => {
    useConnection.setState(connection)
    if (connection.state !== 'open') return
    void loadInfo()
    void loadSettings()
    void detectEngines()
    void resumeRuns()
  })
}

import { keepConnected } from '../client.ts'
import { resumeRuns } from '../store/activeRun.ts'
import { loadInfo, loadTray } from '../store/app.ts'
import { useConnection } from '../store/connection.ts'
import { detectEngines } from '../store/engines.ts'
import { takeWantedRun, useNavigation } from '../store/navigation.ts'
import { openRun } from '../store/runs.ts'
import { loadSettings } from '../store/settings.ts'

/** Connects, and with every connection brings the stores up to date, each by itself: nothing waits for the slowest. */
export function startSession(): void {
  void keepConnected((connection) => {
    useConnection.setState(connection)
    if (connection.state !== 'open') return
    void loadInfo()
    void loadTray()
    void loadSettings()
    void detectEngines()
    void resumeRuns()
  })
  // One asked for while there is no connection waits for resumeRuns.
  useNavigation.subscribe(({ wantedRun }) => {
    if (wantedRun === null || useConnection.getState().state !== 'open') return
    takeWantedRun()
    void openRun(wantedRun)
  })
}

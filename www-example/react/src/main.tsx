import { createRoot } from 'react-dom/client';
import { start } from '../../shared/start.js';
import '../../src/styles/main.css';
import { App } from './App.js';
import { Problem } from './Problem.js';
import { SessionContext } from './useSession.js';

const root = createRoot(document.getElementById('app') as HTMLElement);

try {
  const store = await start();
  root.render(
    <SessionContext value={store}>
      <App />
    </SessionContext>,
  );
} catch (error) {
  root.render(
    <main>
      <h1>This app cannot start</h1>
      <Problem error={error} />
    </main>,
  );
}

import { createApp, h } from 'vue';
import { start } from '../../shared/start.js';
import '../../src/styles/main.css';
import App from './App.vue';
import Problem from './Problem.vue';
import { SESSION } from './useSession.js';

try {
  const store = await start();
  createApp(App).provide(SESSION, store).mount('#app');
} catch (error) {
  const failure = () => h('main', [h('h1', 'This app cannot start'), h(Problem, { error })]);
  createApp(failure).mount('#app');
}

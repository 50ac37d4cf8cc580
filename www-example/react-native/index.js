// Random numbers first: without them nobody signs in.
import 'react-native-get-random-values';
import { registerRootComponent } from 'expo';
import App from './App.js';

registerRootComponent(App);

import AsyncStorage from '@react-native-async-storage/async-storage';
import { Pool } from 'cognito-identity-wasm';

export const pool = new Pool({
  userPoolId: 'eu-central-1_AbCdEf123',
  clientId: '1example23456789',
  storage: AsyncStorage,
  audienceOrigins: ['https://api.example.com'],
});

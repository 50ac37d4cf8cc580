import { CognitoUserPool } from 'amazon-cognito-identity-js';

vi.mock('amazon-cognito-identity-js', async (original) => ({
  ...(await original()),
  CognitoUserPool: class {
    getCurrentUser = () => 'a fake';
  },
}));

test('a partial mock', () => {
  expect(new CognitoUserPool().getCurrentUser()).toBe('a fake');
});

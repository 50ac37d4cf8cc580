// A server component reads a token on the server; the client component signs in, in the browser.
import { Session } from 'cognito-identity-wasm';
import { SignIn } from './sign-in.jsx';

export const dynamic = 'force-dynamic';
const token = `e30.${btoa('{"username":"mia","exp":1}').replace(/=+$/, '')}.x`;

export default function Page() {
  const session = new Session({ accessToken: token });
  return (
    <main>
      <p id="server">{session.accessToken.claims.username}</p>
      <SignIn />
    </main>
  );
}

// Who is signed in, a form for who is not, and the code of a second factor.
import { useEffect, useState } from 'react';
import { ActivityIndicator, Button, SafeAreaView, Text, TextInput } from 'react-native';
import { pool } from './pool.js';

export default function App() {
  // `undefined` until AsyncStorage has answered.
  const [user, setUser] = useState();
  const [step, setStep] = useState();
  const [message, setMessage] = useState('');

  useEffect(() => {
    pool.load().then(setUser, (error) => setMessage(error.message));
    return pool.subscribe(() => setUser(pool.currentUser()));
  }, []);

  /** Does what a button asks for, and says what went wrong. */
  const attempt = (action) => async (fields) => {
    setMessage('');
    try {
      const next = await action(fields);
      setStep(next?.status === 'signedIn' ? undefined : next);
    } catch (error) {
      setMessage(error.message);
    }
  };

  if (user === undefined) return <ActivityIndicator />;
  if (user) {
    return (
      <SafeAreaView>
        <Text>Signed in as {user.username}</Text>
        <Button title="Sign out" onPress={attempt(async () => void (await user.signOut()))} />
        <Text accessibilityRole="alert">{message}</Text>
      </SafeAreaView>
    );
  }
  return (
    <SafeAreaView>
      {step ? (
        <Form key="code" names={['code']} title="Confirm" onSend={attempt(({ code }) => step.respond({ code }))} />
      ) : (
        <Form
          key="password"
          names={['username', 'password']}
          title="Sign in"
          onSend={attempt((fields) => pool.signIn(fields))}
        />
      )}
      <Text accessibilityRole="alert">{message}</Text>
    </SafeAreaView>
  );
}

function Form({ names, title, onSend }) {
  const [fields, setFields] = useState({});
  return (
    <>
      {names.map((name) => (
        <TextInput
          key={name}
          placeholder={name}
          autoCapitalize="none"
          autoComplete={{ username: 'username', password: 'current-password', code: 'one-time-code' }[name]}
          secureTextEntry={name === 'password'}
          onChangeText={(text) => setFields({ ...fields, [name]: text })}
        />
      ))}
      <Button title={title} onPress={() => onSend(fields)} />
    </>
  );
}

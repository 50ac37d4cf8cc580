import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { type Field, type Question, valuesOf } from '../../shared/question.js';
import { Problem } from './Problem.js';
import { QrCode } from './QrCode.js';

interface Props<Result> {
  question: Question<Result>;
  done(result: Result): void;
  children?: ReactNode;
}

/** Draws a question, gives the answer to it, and shows what was wrong with it. */
export function QuestionForm<Result>({ question, done, children }: Props<Result>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    setBusy(true);
    setError(undefined);
    try {
      done(await question.answer(valuesOf(form, question.fields)));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} aria-busy={busy || undefined}>
      {question.lead && <p className="lead">{question.lead}</p>}
      {error !== undefined && <Problem error={error} />}
      {question.facts && <Facts facts={question.facts} />}
      {question.secret && <QrCode secret={question.secret} />}
      {question.fields.map((field) => (
        <FieldInput key={field.name} field={field} />
      ))}
      <div className="actions">
        <button type="submit" className={`button${question.danger ? ' danger' : ''}`} aria-disabled={busy}>
          {question.submit}
        </button>
        {children}
      </div>
    </form>
  );
}

export function Facts({ facts }: { facts: Readonly<Record<string, string>> }) {
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function FieldInput({ field }: { field: Field }) {
  const id = useId();
  if (field.choices) {
    return (
      <fieldset className="choices">
        <legend>{field.label}</legend>
        {field.choices.map(({ value, label, hint }, index) => (
          <label className="choice" key={value}>
            <input type="radio" name={field.name} value={value} defaultChecked={index === 0} />
            <span>
              <strong>{label}</strong>
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      {field.options ? (
        <select id={id} name={field.name} defaultValue={field.value}>
          {field.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={field.name}
          type={field.type ?? 'text'}
          defaultValue={field.value}
          autoComplete={field.autocomplete ?? 'off'}
          autoCapitalize="none"
          required={!field.optional}
          {...(field.code ? { className: 'code', inputMode: 'numeric' as const } : {})}
        />
      )}
    </div>
  );
}

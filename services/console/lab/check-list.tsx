import { Button } from 'antd'
import styles from './result-form.module.css'
import { type CheckName, checkNames, type Draft } from './result-draft.ts'
import { labTexts } from './texts.ts'

/** The items of an inspection: each passes or fails, by a key or a touch. */
export const CheckList = ({
  checks,
  onChange,
}: {
  readonly checks: Draft['checks']
  readonly onChange: (checks: Draft['checks']) => void
}) => {
  const say = labTexts.useTexts()
  const set = (name: CheckName, value: boolean): void => onChange({ ...checks, [name]: value })
  return (
    <fieldset className={styles['checks']}>
      <legend>{say('checks')}</legend>
      {checkNames.map((name, index) => (
        <div key={name} role="radiogroup" aria-label={say(name)}>
          <span>{`${index + 1}. ${say(name)}`}</span>
          {([true, false] as const).map((value) => (
            <button
              key={String(value)}
              type="button"
              role="radio"
              aria-checked={checks[name] === value}
              className={styles[value ? 'good' : 'bad']}
              onClick={() => set(name, value)}
            >
              {say(value ? 'pass' : 'fail')}
            </button>
          ))}
        </div>
      ))}
      <Button
        size="large"
        onClick={() => onChange(Object.fromEntries(checkNames.map((name) => [name, true])))}
      >
        {say('allPass')}
      </Button>
    </fieldset>
  )
}

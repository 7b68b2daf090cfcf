import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import type { CaseDetail } from './case-types.ts'
import {
  type Asking,
  atField,
  type CaseStep,
  choice,
  flagField,
  noteField,
  noteStep,
} from './step.ts'

const isEnded = ({ status }: CaseDetail): boolean => status === 'ended' || status === 'reviewed'

const whole = ({ say }: Asking, name: 'deaths' | 'seriousInjuries' | 'lelPercent'): FormField => ({
  name,
  label: say(`field.${name}`),
  kind: 'whole',
  ...(name === 'lelPercent' ? { optional: true } : { initial: 0 }),
})

const harmOf = ({ deaths, seriousInjuries, lossFen, ...given }: FormValues): object => ({
  ...given,
  harm: { deaths, seriousInjuries, lossFen },
})

/** Steps of an emergency: what happened out there, in any order that can be. */
export const incidentSteps: readonly CaseStep[] = [
  {
    type: 'read-prompts',
    main: true,
    when: (found) => !isEnded(found) && found['promptsReadAt'] === null,
    fields: (asking) => [
      choice(asking, 'language', ['zh', 'en', 'ug', 'kk'], { initial: 'zh' }),
      atField(asking),
    ],
  },
  {
    type: 'dispatch',
    main: true,
    when: ({ status }) => status === 'reported',
    fields: (asking) => [
      {
        name: 'crew',
        label: asking.say('field.crew'),
        kind: 'choices',
        options: asking.workers,
      },
      {
        name: 'vehicle',
        label: asking.say('field.vehicle'),
        kind: 'text',
        optional: true,
        maxLength: 32,
      },
      atField(asking),
      noteField(asking, true),
    ],
  },
  {
    type: 'arrive',
    main: true,
    when: ({ status }) => status === 'dispatched',
    fields: (asking) => [
      whole(asking, 'lelPercent'),
      flagField(asking, 'publicDanger'),
      atField(asking),
      noteField(asking, true),
    ],
  },
  {
    type: 'measure',
    main: true,
    when: ({ status }) => status === 'on-site',
    fields: (asking) => [
      choice(
        asking,
        'taken',
        ['evacuated', 'cordoned', 'valve-shut', 'vented', 'cylinder-removed'],
        { kind: 'choices' },
      ),
      atField(asking),
      noteField(asking, true),
    ],
  },
  {
    type: 'end',
    main: true,
    when: ({ status }) => status === 'on-site',
    fields: (asking) => [
      whole(asking, 'deaths'),
      whole(asking, 'seriousInjuries'),
      { name: 'lossFen', label: asking.say('field.lossFen'), kind: 'yuan', initial: 0 },
      atField(asking),
      noteField(asking, true),
    ],
    bodyOf: harmOf,
  },
  {
    type: 'review',
    main: true,
    when: ({ status }) => status === 'ended',
    fields: (asking) => [flagField(asking, 'planChanged'), noteField(asking)],
  },
  {
    type: 'escalate',
    when: () => true,
    fields: (asking) => [
      choice(asking, 'escalateTo', [
        'gas-authority',
        'fire-brigade',
        'police',
        'ambulance',
        'management',
      ]),
      atField(asking),
      noteField(asking, true),
    ],
    bodyOf: ({ escalateTo, ...given }) => ({ ...given, to: escalateTo }),
  },
  {
    type: 'tell-insurer',
    officeOnly: true,
    when: (found) => found['insurerToldAt'] === null,
    fields: (asking) => [
      {
        name: 'policyId',
        label: asking.say('field.policyId'),
        kind: 'choice',
        options: asking.policies,
        ...(asking.policies.length === 0 ? { hint: asking.say('noPolicy') } : {}),
      },
      atField(asking),
      noteField(asking, true),
    ],
  },
  noteStep,
]

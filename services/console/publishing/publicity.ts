import type { FormField } from '#console/parts/form-field.tsx'
import type { PublishingSay } from './texts.ts'

const TOPICS = [
  'basics',
  'appliances',
  'contacts',
  'accidents',
  'facility-protection',
  'leak-response',
  'unlawful-use',
] as const
const AUDIENCES = ['all', 'urban', 'rural', 'unit', 'school', 'community'] as const
const WAYS = [
  'home-visit',
  'leaflet',
  'poster',
  'lecture',
  'broadcast',
  'sms',
  'app',
  'media',
] as const

/** What plans and events have in common. */
export const aboutFields = (
  say: PublishingSay,
  topics: 'topic' | 'topics',
): readonly FormField[] => [
  {
    name: topics,
    label: say('safetyTopic'),
    kind: topics === 'topic' ? 'choice' : 'choices',
    options: TOPICS.map((value) => ({ value, label: say(`safety.${value}`) })),
  },
  {
    name: 'audience',
    label: say('audience'),
    kind: 'choice',
    initial: 'all',
    options: AUDIENCES.map((value) => ({ value, label: say(`audience.${value}`) })),
  },
  {
    name: 'ways',
    label: say('ways'),
    kind: 'choices',
    options: WAYS.map((value) => ({ value, label: say(`way.${value}`) })),
  },
  { name: 'content', label: say('content'), kind: 'area', maxLength: 1000 },
]

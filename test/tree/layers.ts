/** A layer of the tree, and what it may import: the dependency rule of the house style, as data. */
export interface Layer {
  readonly name: string
  readonly folder: string
  /** Layers whose code may be imported, besides its own. */
  readonly may: readonly string[]
  /** Layers of which only types may be imported. */
  readonly mayTypes?: readonly string[]
  /** Pure layers import no package and no `node:`, and know no clock, chance or process. */
  readonly pure?: boolean
  /** Runs in a browser: no `node:`. */
  readonly browser?: boolean
}

const EVERY_LAYER = 'schemas gateway domain rules ingest store api jobs console app sim test'.split(
  ' ',
)

/** Written here a second time on purpose: the lint settings are compared with it, and the tree itself is. */
export const LAYERS: readonly Layer[] = [
  { name: 'schemas', folder: 'schemas', may: [] },
  { name: 'sim', folder: 'firmware-sim', may: ['schemas'] },
  { name: 'gateway', folder: 'gateway', may: ['schemas', 'domain'] },
  { name: 'domain', folder: 'services/domain', may: [], pure: true },
  { name: 'rules', folder: 'services/rules', may: ['domain'], pure: true },
  { name: 'ingest', folder: 'services/ingest', may: ['domain', 'rules', 'schemas'] },
  { name: 'store', folder: 'services/store', may: ['domain', 'schemas'] },
  {
    name: 'api',
    folder: 'services/api',
    may: ['domain', 'rules', 'schemas'],
    mayTypes: ['store'],
  },
  {
    name: 'jobs',
    folder: 'services/jobs',
    may: ['domain', 'rules', 'schemas'],
    mayTypes: ['store'],
  },
  {
    name: 'console',
    folder: 'services/console',
    may: ['domain'],
    mayTypes: ['schemas'],
    browser: true,
  },
  {
    name: 'app',
    folder: 'services/app',
    may: EVERY_LAYER.filter((name) => name !== 'test' && name !== 'console'),
  },
  { name: 'test', folder: 'test', may: EVERY_LAYER },
]

/** The layers that `layer` must not import code from, itself left out. */
export function forbiddenTo(layer: Layer): readonly string[] {
  return EVERY_LAYER.filter((name) => name !== layer.name && !layer.may.includes(name))
}

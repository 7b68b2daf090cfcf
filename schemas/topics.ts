/** Topic level below a device: three up, one down. */
export type TopicKind = 'event' | 'samples' | 'status' | 'down'

export interface DeviceAddress {
  readonly stationId: string
  readonly deviceId: string
}

export interface DeviceTopic extends DeviceAddress {
  readonly kind: TopicKind
}

const PREFIX = 'lpg/v1/'
const ID_MAX = 64
const HYPHEN = 45

/** Topic templates as the contract writes them, AsyncAPI included. */
export const topicTemplates: Readonly<Record<TopicKind, string>> = {
  event: `${PREFIX}{stationId}/{deviceId}/event`,
  samples: `${PREFIX}{stationId}/{deviceId}/samples`,
  status: `${PREFIX}{stationId}/{deviceId}/status`,
  down: `${PREFIX}{stationId}/{deviceId}/down`,
}

/** Subscription filter over all devices for one kind of uplink. */
export function topicFilter(kind: TopicKind): string {
  return `${PREFIX}+/+/${kind}`
}

export function buildTopic(kind: TopicKind, { stationId, deviceId }: DeviceAddress): string {
  return `${PREFIX}${stationId}/${deviceId}/${kind}`
}

/** The parts of one of our topics, or `null` for any other. Runs for every publish: index arithmetic, no regular expression. */
export function parseTopic(topic: string): DeviceTopic | null {
  if (!topic.startsWith(PREFIX)) return null
  const afterStation = topic.indexOf('/', PREFIX.length)
  if (afterStation === -1) return null
  const afterDevice = topic.indexOf('/', afterStation + 1)
  if (afterDevice === -1) return null
  if (!isId(topic, PREFIX.length, afterStation) || !isId(topic, afterStation + 1, afterDevice))
    return null
  const kind = kindOf(topic.slice(afterDevice + 1))
  if (kind === null) return null
  return {
    stationId: topic.slice(PREFIX.length, afterStation),
    deviceId: topic.slice(afterStation + 1, afterDevice),
    kind,
  }
}

/** MQTT username of a device. */
export function deviceUsername({ stationId, deviceId }: DeviceAddress): string {
  return `${stationId}/${deviceId}`
}

/** The two ids of a username `stationId/deviceId`, or `null`. */
export function parseDeviceUsername(username: string): DeviceAddress | null {
  const slash = username.indexOf('/')
  if (slash === -1 || !isId(username, 0, slash)) return null
  if (!isId(username, slash + 1, username.length)) return null
  return { stationId: username.slice(0, slash), deviceId: username.slice(slash + 1) }
}

function kindOf(level: string): TopicKind | null {
  switch (level) {
    case 'event':
    case 'samples':
    case 'status':
    case 'down':
      return level
    default:
      return null
  }
}

/** `^[a-z0-9][a-z0-9-]{0,63}$` between two offsets. */
function isId(text: string, start: number, end: number): boolean {
  if (end <= start || end - start > ID_MAX || text.charCodeAt(start) === HYPHEN) return false
  for (let i = start; i < end; i += 1) {
    const code = text.charCodeAt(i)
    const allowed = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === HYPHEN
    if (!allowed) return false
  }
  return true
}

/** Filters as §4.7.1 allows them: `#` only as the whole last level, `+` only as a whole level. */
export function isTopicFilter(filter: string): boolean {
  if (filter === '') return false // [MQTT-4.7.3-1]
  const levels = filter.split('/')
  return levels.every((level, n) => {
    if (level === '#') return n === levels.length - 1 // [MQTT-4.7.1-2]
    return level === '+' || !/[#+]/.test(level) // [MQTT-4.7.1-3]
  })
}

/** A name to publish to: no wildcards [MQTT-3.3.2-2], not empty [MQTT-4.7.3-1]. */
export function isTopicName(topic: string): boolean {
  return topic !== '' && !/[#+]/.test(topic)
}

export function matchesFilter(filter: string, topic: string): boolean {
  // [MQTT-4.7.2-1]: what begins with a wildcard does not see `$SYS` and the like.
  if (topic.startsWith('$') && /^[#+]/.test(filter)) return false
  const levels = filter.split('/')
  const names = topic.split('/')
  for (const [n, level] of levels.entries()) {
    if (level === '#') return true // the parent level too: `a/#` matches `a`
    if (n >= names.length || (level !== '+' && level !== names[n])) return false
  }
  return levels.length === names.length
}

/** Events in one array on the `event` topic. */
export const MAX_EVENTS_PER_MESSAGE = 500
/** An MQTT frame; a larger one closes the connection. */
export const MAX_FRAME_BYTES = 256 * 1024
/** The same before CONNACK: a CONNECT with will, username and password is far smaller. */
export const MAX_CONNECT_BYTES = 4 * 1024
/** Nesting of a payload, the outermost array or object counted as 1. */
export const MAX_DEPTH = 16

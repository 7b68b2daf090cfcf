/** Instants are picked and typed to the minute. */
export const MINUTE_FORMAT = 'YYYY-MM-DD HH:mm'

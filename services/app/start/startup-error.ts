/** What the person who starts the program can mend: shown without a stack. */
export class StartupError extends Error {}

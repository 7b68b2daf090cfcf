/** A sentence of the API without the request that a program would make next: the console has a button for it. */
export const forPeople = (sentence: string): string =>
  sentence.replaceAll(/(?:（|: ?| ?\()(?:GET|POST|PUT|PATCH|DELETE) \/v1\/[\w/{}.:-]*[）)]?/g, '')

import { notificationTemplates, type TemplateId } from './notification-templates.ts'

const PLACE = /\{([A-Za-z]+)\}/g

/** Puts the parameters into a text; one that is missing stays visible as `{name}`. */
export const renderTemplate = (text: string, params: Readonly<Record<string, string>>): string =>
  text.replace(PLACE, (whole, name: string) => params[name] ?? whole)

/** What a template may name. */
export const namesOf = (template: TemplateId): readonly string[] => {
  const { params, secrets } = notificationTemplates[template]
  return ['enterprise', ...params, ...secrets]
}

/** Names in a text that the template does not know; a text without the secret would send nothing worth sending. */
export const doubtsInText = (
  template: TemplateId,
  body: string,
): { readonly unknown: readonly string[]; readonly missing: readonly string[] } => {
  const used = [...body.matchAll(PLACE)].map(([, name = '']) => name)
  const known = namesOf(template)
  return {
    unknown: used.filter((name) => !known.includes(name)),
    missing: notificationTemplates[template].secrets.filter((name) => !used.includes(name)),
  }
}

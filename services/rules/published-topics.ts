/** Which documents want a topic published: promises, procedures, and the management system (R001-8.1-1). */
export const publishedTopics = [
  ['about', ['R000-3.0.8']],
  ['procedures', ['R000-6.1.3', 'R001-4.2', 'R002-5.2.2']],
  ['promises', ['R000-3.0.5', 'R001-8.1-1']],
  ['free-services', ['R001-6.5-6', 'R002-5.3.2-5']],
  ['compensation', ['R002-7.1.13', 'R003-7.1.13']],
  ['complaints', ['R000-8.0.1', 'R001-8.1-1']],
  ['safety', ['R000-3.0.10', 'R001-8.1-1']],
  ['emergency', ['R000-9.1.1', 'R001-8.1-fq-ft']],
  ['first-asked', ['R001-8.1-1', 'R001-6.5-7']],
  ['supervision', ['R001-8.1-1']],
  ['accountability', ['R001-8.1-1', 'R002-5.3.2-5']],
  ['service-catalogue', ['R001-8.1-1', 'R002-5.3.2-5']],
] as const

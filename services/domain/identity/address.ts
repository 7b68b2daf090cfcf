/** The field under which the address of premises is sealed among their customer's data. */
export const addressField = (premisesId: string): string => `address:${premisesId}`

/** Two spellings of one address: width, case, blanks and stops make no difference. */
export const addressKey = (address: string): string =>
  address
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s,，.。、·-]/gu, '')

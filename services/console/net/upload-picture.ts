import { call, query } from './call.ts'

type About = {
  readonly kind: 'photo' | 'signature' | 'document'
  /** Whose evidence it is, where a regulator brings it. */
  readonly enterpriseId?: string | undefined
  readonly customerId?: string | undefined
}

/** Sends a picture. @returns its SHA-256, by which records name it */
export const uploadPicture =
  (about: About) =>
  async (picture: Blob): Promise<string> => {
    const { object } = await call<{ readonly object: string }>(
      'POST',
      `/v1/objects${query(about)}`,
      { body: picture },
    )
    return object
  }

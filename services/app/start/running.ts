/** What was started, to be stopped in the opposite order: the newest first. */
export class Running {
  readonly #stops: { name: string; stop: () => unknown }[] = []

  add(name: string, stop: () => unknown): void {
    this.#stops.push({ name, stop })
  }

  /** Stops everything; one that fails does not keep the others running. @returns what failed, by name */
  async stop(): Promise<readonly { readonly name: string; readonly error: unknown }[]> {
    const failed: { name: string; error: unknown }[] = []
    for (const { name, stop } of this.#stops.splice(0).reverse()) {
      try {
        await stop()
      } catch (error) {
        failed.push({ name, error })
      }
    }
    return failed
  }
}

let context: AudioContext | null = null

const tone = (audio: AudioContext, hertz: number, from: number, seconds: number): void => {
  const oscillator = audio.createOscillator()
  const volume = audio.createGain()
  oscillator.frequency.value = hertz
  volume.gain.value = 0.25
  oscillator.connect(volume).connect(audio.destination)
  oscillator.start(audio.currentTime + from)
  oscillator.stop(audio.currentTime + from + seconds)
}

/** Browsers give sound only after a touch: call it from one. */
export const allowSound = (): void => {
  context ??= new AudioContext()
  void context.resume()
}

/** Two rising tones for "go", three low ones for "stop": told apart without looking. */
export const playSound = (kind: 'good' | 'bad'): void => {
  if (context === null || context.state !== 'running') return
  if (kind === 'good') {
    tone(context, 660, 0, 0.12)
    tone(context, 990, 0.14, 0.16)
    return
  }
  for (const from of [0, 0.28, 0.56]) tone(context, 220, from, 0.2)
}

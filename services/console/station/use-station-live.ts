import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { type LiveState, useLive } from '#console/net/live.ts'
import type { Fill, ScaleState } from './scale-state.ts'
import { type News, StationStore } from './station-store.ts'

export const StationContext = createContext(new StationStore())

/** A station's live stream for as long as the component lives. Give `store` to what is below by {@link StationContext}. */
export const useStationLive = (
  stationId: string,
): { readonly store: StationStore; readonly state: LiveState } => {
  const [store] = useState(() => new StationStore())
  useEffect(() => store.stop, [store])
  const state = useLive(store.take, `/v1/stations/${encodeURIComponent(stationId)}/live`)
  return { store, state }
}

/** The fills of late, newest first. */
export const useFills = (): readonly Fill[] => {
  const store = useContext(StationContext)
  return useSyncExternalStore(store.subscribe, store.fills)
}

/** What a worker should hear of. */
export const useNews = (): News => {
  const store = useContext(StationContext)
  return useSyncExternalStore(store.subscribe, store.news)
}

/** One scale; drawn anew only when its own state changed. */
export const useScaleState = (scale: string): ScaleState => {
  const store = useContext(StationContext)
  return useSyncExternalStore(store.subscribe, () => store.state(scale))
}

/** What lies on a scale, grams; null where nothing was told. Changes a few times a second. */
export const useWeight = (scale: string): number | null => {
  const store = useContext(StationContext)
  return useSyncExternalStore(store.subscribe, () => store.weight(scale).grossG)
}

/** The curve of the fill under way, grams. Changes once a second, and with a verdict. */
export const useCurve = (scale: string): readonly number[] => {
  const store = useContext(StationContext)
  return useSyncExternalStore(store.subscribe, () => store.curve(scale))
}

import { Frame } from './frame.tsx'

/** The whole screen belongs to the page. */
const KioskFrame = () => <Frame />

export default KioskFrame

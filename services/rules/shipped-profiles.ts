import type { Profile } from './profile.ts'
import { cn3703 } from './profiles/cn-3703.ts'
import { cn3704 } from './profiles/cn-3704.ts'
import { cn65 } from './profiles/cn-65.ts'
import { cnBase } from './profiles/cn-base.ts'
import { cnDraft } from './profiles/cn-draft.ts'

/** What ships: `cn-base` everywhere, Zibo and Zaozhuang by region, Xinjiang and the national draft only where activated. */
export const shippedProfiles: readonly Profile[] = [cnBase, cn3703, cn3704, cn65, cnDraft]

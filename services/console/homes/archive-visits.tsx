import { Card, Tag } from 'antd'
import { shownInstant, shownList } from '#console/i18n/format.ts'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { type HomeArchive, type HomeSay, worded } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

type Item = HomeArchive['visits'][number]['items'][number]
export type Signed = HomeArchive['visits'][number]['signature']

/** A hose: aged. */
export const itemName = (item: Item, say: HomeSay): string => {
  const defect = item['defect']
  const name = worded('item', item.item, say)
  return typeof defect === 'string' && defect !== 'none'
    ? `${name} (${worded('defect', defect, say)})`
    : name
}

/** How somebody put their name to it; the picture is shown for a reason. */
export const SignatureButton = ({
  signed,
  label,
  enterpriseId,
}: {
  readonly signed: Signed
  readonly label: string
  readonly enterpriseId: string
}) => {
  const say = homeTexts.useTexts()
  const object = signed?.['object']
  if (signed?.kind === 'signature' && typeof object === 'string') {
    return <ObjectButton object={object} enterpriseId={enterpriseId} label={label} />
  }
  const kind = signed?.kind
  return (
    <span className={styles['quiet']}>
      {kind === 'code'
        ? say('signed.code')
        : kind === 'refused'
          ? say('signed.refused')
          : say('signed.none')}
    </span>
  )
}

const Photos = ({
  items,
  enterpriseId,
}: {
  readonly items: readonly Item[]
  readonly enterpriseId: string
}) => {
  const say = homeTexts.useTexts()
  const photos = items.flatMap(({ photos: taken }): readonly unknown[] =>
    Array.isArray(taken) ? taken : [],
  )
  return photos
    .filter((one): one is string => typeof one === 'string')
    .map((object, n) => (
      <ObjectButton
        key={object}
        object={object}
        enterpriseId={enterpriseId}
        label={say('photo', { n: n + 1 })}
      />
    ))
}

/** Each check of the home: who, what was in order, what was not, and what was signed. */
export const ArchiveVisits = ({ archive }: { readonly archive: HomeArchive }) => {
  const say = homeTexts.useTexts()
  const { visits, enterpriseId } = archive
  return (
    <Card size="small" title={say('visits')}>
      {visits.length === 0 && <p className={styles['quiet']}>{say('noneVisits')}</p>}
      <ul className={styles['list']}>
        {visits.map(({ id, kind, outcome, happenedAt, inspector, counts, items, signature }) => {
          const well = items.filter(({ ok }) => ok).map((item) => itemName(item, say))
          const wrong = items.filter(({ ok }) => !ok).map((item) => itemName(item, say))
          return (
            <li key={id}>
              <span className={styles['line']}>
                <strong className="numbers">{shownInstant(happenedAt)}</strong>
                <span>{worded('kind', kind, say)}</span>
                <Tag color={outcome === 'passed' ? 'success' : 'warning'}>
                  {worded('outcome', outcome, say)}
                </Tag>
                <span className={styles['quiet']}>{say(counts ? 'counts' : 'countsNot')}</span>
                {inspector !== null && (
                  <span className={styles['quiet']}>{say('by', { name: inspector })}</span>
                )}
              </span>
              {wrong.length > 0 && (
                <span className={styles['late']}>
                  {say('notInOrder', { items: shownList(wrong) })}
                </span>
              )}
              {well.length > 0 && <span>{say('inOrder', { items: shownList(well) })}</span>}
              {items.length > 0 && (
                <span className={styles['line']}>
                  <SignatureButton
                    signed={signature}
                    label={say('signature')}
                    enterpriseId={enterpriseId}
                  />
                  <Photos items={items} enterpriseId={enterpriseId} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

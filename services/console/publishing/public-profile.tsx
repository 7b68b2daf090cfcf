import { Card, Empty, Tag } from 'antd'
import { shownDay, shownNumber } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { DAYS, PHONES, type Profile, usePublished } from './profile.ts'
import { ProfileButton } from './profile-button.tsx'
import styles from './publishing.module.css'
import { type PublishingSay, publishingTexts } from './texts.ts'

/** Days that follow each other as from and to; a whole week as every day. */
const shownWeek = (days: Profile['hours'][number]['days'], say: PublishingSay): string => {
  if (days.length === DAYS.length) return say('everyDay')
  const runs: (typeof DAYS)[number][][] = []
  for (const day of DAYS.filter((one) => days.includes(one))) {
    const last = runs.at(-1)?.at(-1)
    if (last !== undefined && DAYS.indexOf(day) === DAYS.indexOf(last) + 1) runs.at(-1)?.push(day)
    else runs.push([day])
  }
  return runs
    .map((run) => [...new Set([run[0], run.at(-1)])].map((day) => (day ? say(`day.${day}`) : '')))
    .map((ends) => ends.join('–'))
    .join(' ')
}

const ProfileFacts = ({ profile }: { readonly profile: Profile }) => {
  const say = publishingTexts.useTexts()
  const { hours, phones, gas, payment, emergencyMinutes } = profile
  const shownHours = hours.map(
    ({ days, from, to }) => `${shownWeek(days, say)} ${from}\u2060–\u2060${to}`,
  )
  return (
    <Facts
      rows={[
        [
          say('hours'),
          <span key="hours">
            {shownHours.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </span>,
        ],
        ...PHONES.map((name) => [say(`phone.${name}`), phones[name]] as const),
        [say('gasType'), gas.type],
        [say('composition'), gas.composition],
        [say('calorific'), `${shownNumber(gas.calorificMjM3, 2)} MJ/m³`],
        [say('pressure'), `${shownNumber(gas.pressurePa, 0)} Pa`],
        [say('payment'), payment.map((way) => say(`pay.${way}`)).join(' · ')],
        [
          say('emergencyMinutes'),
          emergencyMinutes === undefined ? null : say('minutes', { n: emergencyMinutes }),
        ],
      ]}
    />
  )
}

/** 公示内容: what holds today, what is announced, and the next version. */
export const PublicProfile = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const published = usePublished(enterpriseId)
  const mayPublish = useSession()?.role !== 'regulator'
  return (
    <Loaded query={published}>
      {({ profile, nextProfile }) => (
        <div className={styles['parts']}>
          {mayPublish && (
            <div className={styles['bar']}>
              <ProfileButton enterpriseId={enterpriseId} before={nextProfile ?? profile} />
            </div>
          )}
          {profile === null && nextProfile === null && (
            <Empty description={say('noProfile')}>{say('noProfileHint')}</Empty>
          )}
          {[profile, nextProfile].map(
            (one) =>
              one !== null && (
                <Card
                  key={one.validFrom}
                  size="small"
                  title={say(one === profile ? 'profileNow' : 'profileNext', {
                    day: shownDay(one.validFrom),
                  })}
                  extra={one.late && <Tag color="error">{say('late')}</Tag>}
                >
                  <ProfileFacts profile={one} />
                </Card>
              ),
          )}
        </div>
      )}
    </Loaded>
  )
}

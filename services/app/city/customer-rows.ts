import { addressField, addressKey } from '#domain/identity/address.ts'
import { identityText, type PaperKind } from '#domain/identity/paper.ts'
import type { CityCustomer, CityPerson } from '#sim/city/office-records.ts'
import type { BulkRows } from '#store/history/bulk-rows.ts'
import { hex, type Lookups, type PersonVault } from '#store/people/person-vault.ts'
import type { OfficeFacts } from './office-rows.ts'
import { time } from './row-times.ts'

const identityOf = ({ paper, uscc }: CityPerson): Pick<Lookups, 'paper' | 'uscc'> => {
  if (uscc !== undefined) return { uscc }
  if (paper === undefined) return {}
  const { kind, number, country = null } = paper
  return { paper: identityText({ kind: kind as PaperKind, number, country }) }
}

const secretsOf = (person: CityPerson): Record<string, string> => {
  const { name, phone, paper, bornOn, unitName, uscc } = person
  const all = {
    name,
    unitName,
    uscc,
    phone,
    paperNumber: paper?.number,
    paperCountry: paper?.country,
    bornOn,
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

const addPerson = (
  rows: BulkRows,
  vault: PersonVault,
  who: { readonly id: string; readonly enterpriseId: string; readonly at: number },
  person: CityPerson,
  more: Readonly<Record<string, string>> = {},
): void => {
  const lookups = { phone: person.phone, ...identityOf(person) }
  const made = vault.rowsOf(who, { ...secretsOf(person), ...more }, lookups)
  rows.add('person', made.person)
  rows.add('person_secret', ...made.secrets)
  rows.add('person_lookup', ...made.lookups)
}

const addPremises = (rows: BulkRows, vault: PersonVault, customer: CityCustomer): void => {
  const { premises } = customer
  rows.add('premises', {
    id: premises.id,
    customer_id: customer.id,
    enterprise_id: customer.enterpriseId,
    region: customer.region,
    class: premises.class,
    in_pipe_area: false,
    place: premises.place,
    room_use: premises.roomUse,
    floor: premises.floor,
    ventilation: premises.ventilation,
    gas_alarm: premises.gasAlarm,
    second_gas_source: 'none',
    address_mac: hex(vault.mac('address', addressKey(premises.address))),
    created_at: time(customer.createdMs),
    changed_at: time(customer.createdMs),
  })
}

const addAgent = (rows: BulkRows, vault: PersonVault, customer: CityCustomer): void => {
  const { agent, createdMs } = customer
  if (agent === undefined) return
  const who = { id: agent.personId, enterpriseId: customer.enterpriseId, at: createdMs }
  addPerson(rows, vault, who, agent.person)
  rows.add('customer_agent', {
    id: agent.id,
    customer_id: customer.id,
    person_id: agent.personId,
    role: 'agent',
    paper_kind: agent.person.paper?.kind ?? null,
    authorised_from: time(createdMs).slice(0, 10),
    authorised_until: time(createdMs + 3 * 365 * 86_400_000).slice(0, 10),
    created_at: time(createdMs),
  })
}

/** A customer with everything personal sealed, as the vault would have taken it one by one. */
export const addCustomer = (
  rows: BulkRows,
  vault: PersonVault,
  customer: CityCustomer,
  facts: OfficeFacts,
): void => {
  const { id, personId, enterpriseId, person, premises, verifiedOn, createdMs } = customer
  const who = { id: personId, enterpriseId, at: createdMs }
  addPerson(rows, vault, who, person, { [addressField(premises.id)]: premises.address })
  const { paper, uscc } = identityOf(person)
  const mac =
    uscc !== undefined
      ? vault.mac('uscc', uscc)
      : paper === undefined
        ? null
        : vault.mac('paper', paper)
  rows.add('customer', {
    id,
    kind: customer.kind,
    person_id: personId,
    enterprise_id: enterpriseId,
    region: customer.region,
    paper_kind: person.paper?.kind ?? null,
    paper_until: person.paperUntil ?? null,
    identity_mac: mac === null ? null : hex(mac),
    identity_state: verifiedOn === null ? 'unverified' : 'verified',
    verified_on: verifiedOn,
    verified_by: verifiedOn === null ? null : 'in-person',
    reverify_on: customer.reverifyOn,
    created_at: time(createdMs),
  })
  addPremises(rows, vault, customer)
  addAgent(rows, vault, customer)
  if (verifiedOn === null) return
  rows.add('customer_verification', {
    customer_id: id,
    method: 'in-person',
    result: 'verified',
    on_day: verifiedOn,
    reverify_on: customer.reverifyOn,
    recorded_by: facts.officeOf(enterpriseId),
    recorded_at: time(createdMs),
  })
}

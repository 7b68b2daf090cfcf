import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { supervisionSubject } from '#schemas/api/supervision-case.ts'

/** Whose case it is, and where. */
export type SubjectPlace = {
  readonly enterpriseId: string
  readonly region: string
  readonly stationId: string | null
}

type Subject = z.infer<typeof supervisionSubject>

const unknown = (path = '/subject/id') => problem('UNKNOWN_REFERENCE', { path })

/**
 * Who answers for a subject. What stands at a station is of the station's region; a company or a cylinder as such of the region of
 * whoever opens the case. @throws UNKNOWN_REFERENCE when it is out of the caller's reach
 */
export const placeOfSubject = async (
  { queries }: ApiDeps,
  request: FastifyRequest,
  subject: Subject,
): Promise<SubjectPlace> => {
  const principal = principalOf(request)
  const scope = scopeOf(principal)
  const here = principal.regionPrefix ?? ''
  const atStation = async (stationId: string): Promise<SubjectPlace> => {
    const station = await queries.stations.byId(scope, stationId)
    if (station === null) throw unknown()
    return { enterpriseId: station.enterpriseId, region: station.region, stationId }
  }
  const ofEnterprise = async (id: string, path?: string): Promise<SubjectPlace> => {
    const known = await queries.enterprises.byId(scope, id)
    if (known === null) throw unknown(path)
    return { enterpriseId: id, region: here, stationId: null }
  }
  switch (subject.kind) {
    case 'enterprise':
      return ofEnterprise(subject.id)
    case 'station':
      return atStation(subject.id)
    case 'scale': {
      const scale = await queries.scales.byId(scope, subject.id)
      if (scale === null) throw unknown()
      return atStation(scale.stationId)
    }
    case 'receipt': {
      const receipt = await queries.gasLog.byId(scope, 'gas.received', subject.id)
      if (receipt === null) throw unknown()
      return atStation(receipt.stationId)
    }
    case 'spot-check': {
      const check = await queries.spotChecks.byId(scope, subject.id)
      if (check === null) throw unknown()
      return atStation(check.stationId)
    }
    case 'cylinder': {
      const cylinder = await queries.cylinders.byCode(scope, subject.id)
      if (cylinder === null) throw unknown()
      const enterpriseId = subject.enterpriseId ?? cylinder.ownerId
      if (enterpriseId === null) throw unknown('/subject/enterpriseId')
      return ofEnterprise(enterpriseId, '/subject/enterpriseId')
    }
  }
}

/** Codes or ids of cylinders whose row of `cylinder_holder` says something else than their own; a merged one has none. */
export const STRAYED_HOLDERS = `
  select coalesce(c.code, c.id::text) as strayed from cylinder c left join cylinder_holder h on h.cylinder_id = c.id
  where case when c.merged_into is null
    then (h.cylinder_id, h.kind, h.holder, h.owner_id) is distinct from (c.id, c.custody_kind, c.custody_id, c.owner_id)
    else h.cylinder_id is not null end`

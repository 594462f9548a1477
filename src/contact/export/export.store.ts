import { sql } from 'kysely';
import type { ContactRow, Queryable } from '../../db/index.ts';
import type { Span } from '../due/family-state.store.ts';

export interface ExportedRow extends ContactRow {
  readonly studentNo: string;
  readonly studentName: string;
  readonly className: string;
  readonly staffNo: string;
  readonly guardianName: string | null;
  readonly sourceText: string | null;
  /** When the record that the chain began with was written. */
  readonly rootRecordedAt: Date;
  /** What replaced this row. */
  readonly successor: 'amendment' | 'withdrawal' | null;
}

/** Every record and amendment with its names, oldest first. Walks the chains from their records down, once each. */
export async function listForExport(db: Queryable, span: Span | undefined): Promise<ExportedRow[]> {
  const inSpan =
    span === undefined ? sql`` : sql`and chain.occurred_at >= ${span.from} and chain.occurred_at < ${span.until}`;
  const { rows } = await sql<ExportedRow>`
    with recursive chain as (
      select c.*, c.recorded_at as root_recorded_at from contacts c where c.entry = 'record'
      union all
      select n.*, chain.root_recorded_at from contacts n join chain on n.amends = chain.contact_id
    )
    select chain.*, s.student_no, s.name as student_name, k.name as class_name, f.staff_no, g.name as guardian_name,
      t.source_text, n.entry as successor
    from chain
    join students s on s.student_id = chain.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = chain.staff_id
    left join guardians g on g.guardian_id = chain.guardian_id
    left join contact_texts t on t.contact_id = chain.contact_id
    left join contacts n on n.amends = chain.contact_id
    where chain.entry <> 'withdrawal' ${inSpan}
    order by chain.seq`.execute(db);
  return rows;
}

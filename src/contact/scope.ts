import { type Sender, scopeOf } from '../command/index.ts';
import type { ClassScope } from './scope.store.ts';

/** The classes whose families this person may record. */
export function classScopeOf({ staff }: Sender): ClassScope {
  const scope = scopeOf(staff.role, 'record_contact');
  if (scope === 'all') return 'all';
  return scope === 'college' && staff.collegeId !== null ? { collegeId: staff.collegeId } : { staffId: staff.staffId };
}

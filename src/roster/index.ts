export { askWhichStudent, OTHER_STUDENT } from './ask-which-student.ts';
export { type DemoOptions, type DemoOutcome, seedDemo } from './demo/seed-demo.ts';
export { type DirectoryState, listDirectoryStates } from './directory/directory.store.ts';
export { createDirectoryWork, type DirectoryWork } from './directory/directory-work.ts';
export { type Family, findStudentsByIds, type Guardian, loadFamilies, type StudentFacts } from './family.store.ts';
export {
  type FamilyTargets,
  listFamilies,
  listStudentsWithoutReachableGuardian,
  type NoticeGuardian,
  type UnreachableStudent,
} from './family-targets.store.ts';
export { type ClassGroup, type FamilyGroup, listClassGroups } from './group.store.ts';
export type { GroupKind } from './group-kind.ts';
export { type ImportOptions, importRoster } from './import/import-roster.ts';
export { readText } from './import/kind-reading.ts';
export { findSheets, readSheet, type SheetLayout } from './import/read-sheets.ts';
export { readSource } from './import/read-source.ts';
export {
  createProblems,
  type ImportChanges,
  type ImportProblem,
  type ImportReport,
  inSheetOrder,
  type Problems,
} from './import/report.ts';
export type { RowReader } from './import/row-reader.ts';
export { column, plainHeader } from './import/sheets.ts';
export { SourceError, type SourceSheet } from './import/source.ts';
export { writeWorkbook } from './import/spreadsheet.ts';
export { maskPhone } from './phone.ts';
export { isReachableGuardian } from './reachable.store.ts';
export { renderDialOrder } from './render-family.ts';
export { revealPhones } from './reveal-phones.ts';
export { type CliResult, runRosterImport, runRosterTemplate } from './roster.cli.ts';
export { createRosterCommands } from './roster.commands.ts';
export { countRoster, type RosterCounts, type StaffContact, setSubscription } from './roster.store.ts';
export { readRosterVersion } from './roster-version.store.ts';
export { listPeopleForSandbox, type RosterPeople } from './sandbox-people.store.ts';
export { findMemberId, isStudentInScope, listScopeClasses, type ScopeClass } from './sender-directory.store.ts';
export { createSenderDirectory, type SenderDirectoryOptions } from './sender-directory.ts';

export { addTask, closeOpenTasks, findOpenTasks, type TaskOrder } from './add-task.ts';
export { contactCommands } from './contact.commands.ts';
export { type ContactWork, createContactWork } from './contact-work.ts';
export { describeRecords } from './explain-records.ts';
export { CONTACT_EXPORT_FIELDS, type ContactExportRow, exportContacts } from './export-contacts.ts';
export { COVERAGE_EXPORT_FIELDS, type CoverageExportRow, exportCoverage } from './export-coverage.ts';
export { type FamilyReply, recordFamilyReply } from './record-reply.ts';
export { type Redacted, type RedactRequest, redactContactTexts, redactStudentTexts } from './redact.ts';
export { IS_CLASS_OF_STAFF } from './scope.store.ts';

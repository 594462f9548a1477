export { contactCommands } from './contact.commands.ts';
export { describeRecords } from './explain-records.ts';
export { CONTACT_EXPORT_FIELDS, type ContactExportRow, exportContacts } from './export-contacts.ts';
export { COVERAGE_EXPORT_FIELDS, type CoverageExportRow, exportCoverage } from './export-coverage.ts';

export { DELIVERY_EXPORT_FIELDS, type DeliveryExportRow, exportDeliveries } from './export-deliveries.ts';
export { EXPORT_FORMATS, type ExportCell, type ExportFormat, type ExportRecord, writeExport } from './export-format.ts';

/** Begins the staff numbers of the administrators of the time before the first roster (ADMIN_USERIDS). */
export const FIRST_ADMIN_PREFIX = 'admin:';

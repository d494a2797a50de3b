/** Something the user asked for cannot be done as asked; its message is one line that says what would do. */
export class UsageError extends Error {}

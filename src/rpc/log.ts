// What the edge asks of a logger: pino's own shape, so that tests need none.

/** A logger like pino's. Life cycle at info, failures at error; nothing for each order. */
export type Log = {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

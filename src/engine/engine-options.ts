// What an engine is opened with.

/** The options of an engine, with units. */
export type EngineOptions = {
  /** The folder of the embedded store; created where it is missing. */
  readonly dataDirectory: string;
  /** Worker threads, at least 1; absent: one less than the processors that the process may use. */
  readonly workerCount?: number;
  /** Calls that may wait or run at once; absent: 1,024. */
  readonly queueMax?: number;
  /**
   * Whether the main thread may decide small orders itself while little is under way; absent: true.
   */
  readonly isInlineAllowed?: boolean;
  /**
   * Whether decisions are recorded as the settings say; absent: true. Else none is, and none has an
   * id.
   */
  readonly isRecordingAllowed?: boolean;
  /** Bytes of a thread's ring of records, a power of two; absent: 8 MiB. For tests. */
  readonly recordRingBytes?: number;
  /**
   * Hears what an operator should know, at most every ten seconds; absent: `process.emitWarning`.
   */
  readonly onWarning?: (message: string, fields: object) => void;
  /** Called when a thread of the engine died and it can no longer serve. */
  readonly onFailure?: (error: Error) => void;
};

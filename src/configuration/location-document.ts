// The JSON form of a location: what stores keep and rules on location texts and flags read.

/**
 * A place that orders ship from, as the contract's Location in camelCase. What is absent is
 * undefined.
 */
export type LocationDocument = {
  readonly id?: number;
  readonly code?: string;
  readonly name?: string;
  readonly addressLine1?: string;
  readonly city?: string;
  readonly state?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  readonly postalCode?: string;
  readonly coordinates?: CoordinatesDocument;
  readonly addressType?: string;
  /** Absent: true. */
  readonly active?: boolean;
  /** Absent: true. */
  readonly directShip?: boolean;
  readonly transferEnabled?: boolean;
  readonly pickup?: boolean;
  readonly deliveryEnabled?: boolean;
  readonly express?: boolean;
  readonly wmsEnabled?: boolean;
  readonly requiresManifest?: boolean;
  readonly onHold?: boolean;
  readonly attributes?: readonly AttributeDocument[];
  /** Its id in the shop; empty is none. */
  readonly externalStoreId?: string;
  readonly consolidationEnabled?: boolean;
  /** A name of the IANA database; empty: UTC. */
  readonly timeZone?: string;
};

/** An extensible attribute: texts under a fully qualified name. Blank texts count for nothing. */
export type AttributeDocument = {
  readonly attributeFqn?: string;
  readonly attributeValues?: readonly string[];
};

/** A point on the globe, WGS 84, in degrees. Half a coordinate is none. */
export type CoordinatesDocument = {
  readonly latitude?: number;
  readonly longitude?: number;
};

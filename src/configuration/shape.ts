// Whether a value has the shape of a configuration at all: known fields, each of its type. It knows
// nothing of what the values mean; a misspelt field is found here, because no rule would ever ask
// for it.

import type { FieldViolation } from '../base/outcome.js';

type Scalar = 'string' | 'boolean' | 'int32' | 'int64' | 'double' | 'enumeration';
type Message = { readonly message: string; readonly fields: Readonly<Record<string, Shape>> };
type Repeated = { readonly repeated: Shape };
/** An object whose keys are anybody's. */
type MapOf = { readonly mapOf: Scalar };
type Shape = Scalar | Message | Repeated | MapOf;

const DATA_LIST: Message = {
  message: 'DataList',
  fields: {
    id: 'int64',
    name: 'string',
    type: 'enumeration',
    notes: 'string',
    entries: {
      repeated: { message: 'DataListEntry', fields: { stringValue: 'string', notes: 'string' } },
    },
  },
};

const FILTER: Message = {
  message: 'Filter',
  fields: {
    id: 'int64',
    name: 'string',
    attribute: 'string',
    customAttributeName: 'string',
    operator: 'enumeration',
    customValue: {
      message: 'CustomValue',
      fields: { stringValue: 'string', unit: 'enumeration' },
    },
    dataList: 'string',
    dataPoint: {
      message: 'DataPoint',
      fields: {
        attribute: 'string',
        customAttributeName: 'string',
        dataSet: 'string',
        dataSetColumn: 'string',
        attributeFqn: 'string',
      },
    },
    acceptNulls: 'boolean',
    dataSet: 'string',
    dataSetColumn: 'string',
    attributeFqn: 'string',
  },
};

const AFTER_ACTION: Message = {
  message: 'AfterAction',
  fields: { action: 'enumeration', restartAttempt: 'enumeration', restartGroup: 'string' },
};

const SCORE_OPTIONS: Message = {
  message: 'ScoreOptions',
  fields: {
    mode: 'enumeration',
    inventoryCoefficient: 'double',
    shippingCoefficient: 'double',
    modelCoefficient: 'double',
    costCoefficient: 'double',
    priceShare: 'double',
    rateCards: { repeated: 'string' },
    service: 'string',
    modelDataSet: 'string',
    modelDataSetColumn: 'string',
    costDataSet: 'string',
    costDataSetColumn: 'string',
  },
};

const LOCATION_GROUP: Message = {
  message: 'LocationGroup',
  fields: {
    id: 'int64',
    name: 'string',
    description: 'string',
    route: 'string',
    rank: 'int32',
    active: 'boolean',
    isDefaultGroup: 'boolean',
    locations: {
      repeated: { message: 'RankedLocation', fields: { locationCode: 'string', rank: 'int32' } },
    },
    excludedLocationCodes: { repeated: 'string' },
    filters: { repeated: 'string' },
    sorts: {
      repeated: {
        message: 'LocationSort',
        fields: {
          type: 'enumeration',
          direction: 'enumeration',
          dataSet: 'string',
          dataSetColumn: 'string',
          score: SCORE_OPTIONS,
        },
      },
    },
    afterActionPartial: AFTER_ACTION,
    afterActionNone: AFTER_ACTION,
    filterLogicalGroups: {
      repeated: {
        message: 'FilterLogicalGroup',
        fields: {
          orderIndex: 'int32',
          parentOrderIndex: 'int32',
          logicalOperator: 'enumeration',
          filters: { repeated: 'string' },
        },
      },
    },
    useRetailerExclusionList: 'boolean',
    fulfillmentLimit: {
      message: 'FulfillmentLimit',
      fields: {
        type: 'enumeration',
        limit: 'int64',
        durationUnit: 'enumeration',
        durationCount: 'int32',
        period: 'enumeration',
      },
    },
  },
};

const ROUTE: Message = {
  message: 'Route',
  fields: {
    id: 'int64',
    name: 'string',
    orderType: 'enumeration',
    active: 'boolean',
    candidateSortStrategy: 'enumeration',
    preferAtomicAssignments: 'boolean',
    cost: {
      message: 'CostModel',
      fields: { parcelMinor: 'int64', unitMinor: 'double', unitKmMinor: 'double' },
    },
  },
};

const DATA_SET: Message = {
  message: 'DataSet',
  fields: {
    id: 'int64',
    name: 'string',
    notes: 'string',
    columns: {
      repeated: {
        message: 'DataSetColumn',
        fields: {
          name: 'string',
          type: 'enumeration',
          unit: 'enumeration',
          isMoney: 'boolean',
          defaultValue: 'string',
          filterable: 'boolean',
          sortable: 'boolean',
        },
      },
    },
    rows: {
      repeated: {
        message: 'DataSetRow',
        fields: { locationCode: 'string', values: { mapOf: 'string' } },
      },
    },
  },
};

const RATE_CARD: Message = {
  message: 'RateCard',
  fields: {
    id: 'int64',
    name: 'string',
    notes: 'string',
    carrier: 'string',
    service: 'string',
    active: 'boolean',
    volumetricDivisorCm3PerKg: 'double',
    parcelLimits: {
      message: 'ParcelLimits',
      fields: { weightGramsMax: 'double', volumeCm3Max: 'double', longestSideCmMax: 'double' },
    },
    defaultUnitWeightGrams: 'double',
    weightBandsGrams: { repeated: 'double' },
    zones: {
      repeated: {
        message: 'RateZone',
        fields: {
          name: 'string',
          distanceKmMax: 'double',
          countryCodes: { repeated: 'string' },
          postalPrefixes: { repeated: 'string' },
          originLocationCodes: { repeated: 'string' },
          priceMinor: { repeated: 'int64' },
          transitDays: 'int32',
        },
      },
    },
  },
};

const SETTINGS: Message = {
  message: 'Settings',
  fields: {
    defaultStateChange: 'enumeration',
    currencyCode: 'string',
    allowInternationalAssignment: 'boolean',
    decisionRecords: {
      message: 'DecisionRecords',
      fields: { mode: 'enumeration', share: 'double', bytesMax: 'int64', daysMax: 'int32' },
    },
    ledgerDays: 'int32',
    maxFulfillingLocations: 'int32',
    maxSplitItemLocations: 'int32',
    autoAssignLimit: 'int32',
    tooManyAssignsAction: 'enumeration',
    retailerExclusions: {
      repeated: {
        message: 'RetailerExclusion',
        fields: { locationCode: 'string', upc: 'string' },
      },
    },
    productIdentifierMapping: 'enumeration',
    idempotencyHours: 'int32',
    lowStockUnits: 'int64',
    eventDays: 'int32',
    eventCountMax: 'int64',
    allocationDays: 'int32',
  },
};

/** The names of the fields of what can be changed by itself, and what the contract calls it. */
export const RESOURCE_FIELDS = {
  settings: titled(SETTINGS),
  dataList: titled(DATA_LIST),
  filter: titled(FILTER),
  locationGroup: titled(LOCATION_GROUP),
  route: titled(ROUTE),
  dataSet: titled(DATA_SET),
  rateCard: titled(RATE_CARD),
} as const;

function titled({ message, fields }: Message): {
  readonly title: string;
  readonly fields: readonly string[];
} {
  return { title: message, fields: Object.keys(fields) };
}

const CONFIGURATION: Message = {
  message: 'Configuration',
  fields: {
    settings: SETTINGS,
    dataLists: { repeated: DATA_LIST },
    filters: { repeated: FILTER },
    locationGroups: { repeated: LOCATION_GROUP },
    routes: { repeated: ROUTE },
    dataSets: { repeated: DATA_SET },
    rateCards: { repeated: RATE_CARD },
  },
};

/**
 * What in `document` is no part of a ConfigurationDocument, with paths as the contract spells them.
 * Objects in `accepted` are not looked into.
 */
export function checkShape(document: unknown, accepted: ReadonlySet<object>): FieldViolation[] {
  const report = new ShapeReport(accepted);
  checkMessage(report, '', CONFIGURATION, document);
  return report.violations;
}

class ShapeReport {
  readonly violations: FieldViolation[] = [];
  readonly accepted: ReadonlySet<object>;

  constructor(accepted: ReadonlySet<object>) {
    this.accepted = accepted;
  }

  push(violation: FieldViolation): void {
    this.violations.push(violation);
  }
}

function checkValue(report: ShapeReport, path: string, shape: Shape, value: unknown): void {
  if (typeof shape === 'string') checkScalar(report, path, shape, value);
  else if ('repeated' in shape) checkRepeated(report, path, shape, value);
  else if ('mapOf' in shape) checkMap(report, path, shape, value);
  else checkMessage(report, path, shape, value);
}

function checkMessage(report: ShapeReport, path: string, shape: Message, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report.push({ field: path, description: `must be a ${shape.message}` });
    return;
  }
  if (report.accepted.has(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const known = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    // Documents have a million values, nearly all of them right: those need no path.
    if (typeof known === 'string' && isScalar(known, member)) continue;
    const field = path === '' ? snakeCase(key) : `${path}.${snakeCase(key)}`;
    if (known === undefined) {
      report.push({ field, description: `is not a field of ${shape.message}` });
    } else if (member !== undefined) {
      checkValue(report, field, known, member);
    }
  }
}

function checkRepeated(report: ShapeReport, path: string, shape: Repeated, value: unknown): void {
  if (!Array.isArray(value)) {
    report.push({ field: path, description: 'must be a list' });
    return;
  }
  for (let i = 0; i < value.length; i++) {
    checkValue(report, `${path}[${i}]`, shape.repeated, value[i]);
  }
}

function checkMap(report: ShapeReport, path: string, shape: MapOf, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report.push({ field: path, description: 'must be a map' });
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (isScalar(shape.mapOf, member)) continue;
    checkScalar(report, `${path}[${JSON.stringify(key)}]`, shape.mapOf, member);
  }
}

function checkScalar(report: ShapeReport, path: string, shape: Scalar, value: unknown): void {
  if (!isScalar(shape, value)) report.push({ field: path, description: WANTED[shape] });
}

const WANTED: Readonly<Record<Scalar, string>> = {
  string: 'must be a text',
  boolean: 'must be true or false',
  int32: 'must be a whole number of 32 bits',
  int64: 'must be a whole number',
  double: 'must be a number',
  enumeration: 'must be the name of a value',
};

function isScalar(shape: Scalar, value: unknown): boolean {
  switch (shape) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
      return typeof value === 'number' && (value | 0) === value;
    case 'int64':
      return Number.isInteger(value);
    case 'double':
      return Number.isFinite(value);
    case 'enumeration':
      // A number here is a value that the contract does not have; the rule on the field names it.
      return typeof value === 'string' || typeof value === 'number';
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

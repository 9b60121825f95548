// Which stock updates are well formed. Knows nothing of what is stored.

import { invalidFields, type FieldViolation } from '../base/outcome.js';
import { CODE_BYTES_MAX, COUNT_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import { PRODUCT_KIND } from '../columns/stock.js';
import { checkAttributeList, checkAttributeText } from './attribute-check.js';
import { attributeText, extensibleText, segmentText } from './row-names.js';
import type { InventoryUpdate, ProductKey } from './store.js';

/** A product code with its UTF-8 bytes, in the namespace `kind` of PRODUCT_KIND. */
export type ProductCode = {
  readonly kind: number;
  readonly text: string;
  readonly bytes: Uint8Array;
};

/** The names in a checked update, in the forms that the store compares. */
export type UpdateNames = {
  readonly product: ProductCode;
  readonly aliases: readonly ProductCode[];
  /** See row-names.ts. */
  readonly segment: string;
  /** A set of plain attributes, trimmed, each once; undefined: as they are. */
  readonly attributes: string | undefined;
  /** A set of extensible attributes; undefined: as they are. */
  readonly extensible: string | undefined;
};

const LTD_MIN = -(2 ** 31);
const LTD_MAX = 2 ** 31 - 1;
/** The last moment that a calendar of epoch milliseconds knows. */
const EPOCH_MS_MAX = 8_640_000_000_000_000;

/**
 * The names of an update, or a refusal that names every field which may not be so. `path` is the
 * update's own.
 */
export function checkUpdate(update: InventoryUpdate, path: string): UpdateNames {
  const report: FieldViolation[] = [];
  const product = checkProductKey(report, `${path}.product`, update.product);
  const aliases = (update.aliases ?? []).map((alias, place) =>
    checkProductKey(report, `${path}.aliases[${place}]`, alias),
  );
  checkCode(report, `${path}.location_code`, update.locationCode);
  checkWhole(report, `${path}.on_hand`, update.onHand, 0, COUNT_MAX);
  checkWhole(report, `${path}.allocated`, update.allocated, 0, COUNT_MAX);
  checkWhole(report, `${path}.in_transit`, update.inTransit, 0, COUNT_MAX);
  checkWhole(report, `${path}.safety_stock`, update.safetyStock, 0, COUNT_MAX);
  checkWhole(report, `${path}.ltd`, update.ltd, LTD_MIN, LTD_MAX);
  checkWhole(report, `${path}.as_of`, update.asOfEpochMs, 0, Number.MAX_SAFE_INTEGER);
  const { expectedVersion } = update;
  checkWhole(report, `${path}.expected_version`, expectedVersion, 0, Number.MAX_SAFE_INTEGER);
  checkWhole(report, `${path}.future_epoch_ms`, update.futureEpochMs, 0, EPOCH_MS_MAX);
  checkWhole(report, `${path}.excess_threshold`, update.excessThreshold, 0, COUNT_MAX);
  checkSegment(report, `${path}.segment`, update.segment);
  const attributes = checkAttributes(report, path, update);
  const extensible = checkExtensible(report, path, update);
  if (report.length > 0) throw invalidFields(report);
  const segment = segmentText(update.segment ?? {}, update.futureEpochMs);
  return { product, aliases, segment, attributes, extensible };
}

/**
 * The code of a key that names a product in exactly one namespace; what is wrong with it goes to
 * `report`.
 */
export function checkProductKey(
  report: FieldViolation[],
  path: string,
  key: ProductKey | undefined,
): ProductCode {
  const given = [
    { kind: PRODUCT_KIND.upc, field: 'upc', text: key?.upc },
    { kind: PRODUCT_KIND.sku, field: 'sku', text: key?.sku },
    { kind: PRODUCT_KIND.partNumber, field: 'part_number', text: key?.partNumber },
  ].filter(({ text }) => text !== undefined);
  if (given.length !== 1) {
    report.push({ field: path, description: 'exactly one of upc, sku and part_number is needed' });
    return { kind: PRODUCT_KIND.upc, text: '', bytes: new Uint8Array(0) };
  }
  const [{ kind, field, text = '' }] = given;
  checkCode(report, `${path}.${field}`, text);
  return { kind, text, bytes: Buffer.from(text) };
}

/** The key of a product code. */
export function productKeyOf(kind: number, text: string): ProductKey {
  if (kind === PRODUCT_KIND.upc) return { upc: text };
  return kind === PRODUCT_KIND.sku ? { sku: text } : { partNumber: text };
}

/** Whether a code may be one; what is wrong with it goes to `report`. */
export function checkCode(report: FieldViolation[], field: string, code: string): void {
  const lengthBytes = Buffer.byteLength(code);
  if (lengthBytes >= 1 && lengthBytes <= CODE_BYTES_MAX) return;
  report.push({ field, description: `1 to ${CODE_BYTES_MAX} bytes are needed` });
}

/** Whether a number, where there is one, is whole and within bounds. */
export function checkWhole(
  report: FieldViolation[],
  field: string,
  value: number | undefined,
  least: number,
  most: number,
): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  report.push({ field, description: `a whole number from ${least} to ${most} is needed` });
}

/** Whether a segment, where there is one, has good categories and tags. */
export function checkSegment(
  report: FieldViolation[],
  field: string,
  segment: Readonly<Record<string, string>> | undefined,
): void {
  for (const [category, tag] of Object.entries(segment ?? {})) {
    if (isText(category) && isText(tag)) continue;
    const description = `categories and tags have 1 to ${TEXT_BYTES_MAX} bytes`;
    report.push({ field: `${field}[${JSON.stringify(category)}]`, description });
  }
}

function checkAttributes(
  report: FieldViolation[],
  path: string,
  { attributes = [], clearAttributes = false }: InventoryUpdate,
): string | undefined {
  if (attributes.length === 0) return clearAttributes ? attributeText([]) : undefined;
  if (clearAttributes) {
    const description = 'attributes are either given or cleared';
    report.push({ field: `${path}.clear_attributes`, description });
  }
  const trimmed = attributes.map((attribute) => attribute.trim());
  trimmed.forEach((attribute, place) => {
    const field = `${path}.attributes[${place}]`;
    if (isText(attribute)) return checkAttributeText(report, field, attribute);
    const description = `1 to ${TEXT_BYTES_MAX} bytes besides spaces are needed`;
    report.push({ field, description });
  });
  return attributeText([...new Set(trimmed)]);
}

function checkExtensible(
  report: FieldViolation[],
  path: string,
  update: InventoryUpdate,
): string | undefined {
  const { extensibleAttributes = [], clearExtensibleAttributes = false } = update;
  if (extensibleAttributes.length === 0) {
    return clearExtensibleAttributes ? extensibleText([]) : undefined;
  }
  if (clearExtensibleAttributes) {
    const description = 'extensible attributes are either given or cleared';
    report.push({ field: `${path}.clear_extensible_attributes`, description });
  }
  checkAttributeList(report, `${path}.extensible_attributes`, extensibleAttributes);
  return extensibleText(extensibleAttributes);
}

function isText(text: string): boolean {
  const lengthBytes = Buffer.byteLength(text);
  return lengthBytes >= 1 && lengthBytes <= TEXT_BYTES_MAX;
}

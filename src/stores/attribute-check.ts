// Which extensible attributes are well formed. Knows nothing of what has them.

import type { FieldViolation } from '../base/outcome.js';
import {
  EXTENSIBLE_ATTRIBUTES_MAX,
  EXTENSIBLE_VALUES_MAX,
  TEXT_BYTES_MAX,
} from '../columns/limits.js';
import type { AttributeDocument } from '../configuration/location-document.js';

/** A list of attributes; what is wrong with it goes to `report`. `path` is that of the list. */
export function checkAttributeList(
  report: FieldViolation[],
  path: string,
  attributes: readonly AttributeDocument[],
): void {
  if (attributes.length > EXTENSIBLE_ATTRIBUTES_MAX) {
    const description = `at most ${EXTENSIBLE_ATTRIBUTES_MAX} are allowed`;
    report.push({ field: path, description });
    return;
  }
  attributes.forEach((attribute, place) => {
    checkAttribute(report, `${path}[${place}]`, attribute);
  });
}

function checkAttribute(
  report: FieldViolation[],
  path: string,
  { attributeFqn = '', attributeValues = [] }: AttributeDocument,
): void {
  const field = `${path}.attribute_fqn`;
  if (attributeFqn === '') report.push({ field, description: 'a name is needed' });
  else checkAttributeText(report, field, attributeFqn);
  if (attributeValues.length > EXTENSIBLE_VALUES_MAX) {
    const description = `at most ${EXTENSIBLE_VALUES_MAX} are allowed`;
    report.push({ field: `${path}.attribute_values`, description });
    return;
  }
  attributeValues.forEach((value, place) => {
    checkAttributeText(report, `${path}.attribute_values[${place}]`, value);
  });
}

/** A text of an attribute. Words in shared memory are separated by the byte that is refused. */
export function checkAttributeText(report: FieldViolation[], field: string, text: string): void {
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) {
    report.push({ field, description: `at most ${TEXT_BYTES_MAX} bytes are allowed` });
  } else if (text.includes('\0')) {
    report.push({ field, description: 'the character 0 is not allowed' });
  }
}

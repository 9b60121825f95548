// Which files the contract is made of: whoever reads it, reads these.

/** The .proto files of `shipfrom.v1`, as they import one another. */
export const CONTRACT_FILES: readonly string[] = [
  'allocation',
  'configuration',
  'data_list_service',
  'data_set_service',
  'decision',
  'events',
  'explain',
  'filter_service',
  'inventory',
  'location',
  'location_group_service',
  'order',
  'rate_card_service',
  'route_service',
  'routing',
  'settings_service',
  'suggestion_log',
  'types',
].map((name) => `shipfrom/v1/${name}.proto`);

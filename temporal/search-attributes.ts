import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

// What operators filter by in the Temporal UI. Text that people typed goes in as a keyword, cut to a length
// that every visibility store takes.
export const organizationKey = defineSearchAttributeKey('BidwrightOrganization', SearchAttributeType.KEYWORD);
export const clientKey = defineSearchAttributeKey('BidwrightClient', SearchAttributeType.KEYWORD);
export const kindKey = defineSearchAttributeKey('BidwrightKind', SearchAttributeType.KEYWORD);
export const stateKey = defineSearchAttributeKey('BidwrightState', SearchAttributeType.KEYWORD);

export const SEARCH_ATTRIBUTES = {
  [organizationKey.name]: 'Keyword',
  [clientKey.name]: 'Keyword',
  [kindKey.name]: 'Keyword',
  [stateKey.name]: 'Keyword',
} as const;

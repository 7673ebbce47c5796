import type { RequirementKind } from '../../../../generated/client/enums.js';

export interface RequirementFound {
  /** Of the point. */
  number: number;
  kind: RequirementKind;
}

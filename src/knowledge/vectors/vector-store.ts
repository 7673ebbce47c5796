import type { Filters } from '../search-types.js';

/** A passage near to a query by meaning. */
export interface Neighbour {
  passageId: string;
  /** Cosine of the angle between both vectors, -1 to 1. */
  similarity: number;
}

/** Of length 1, so that the cosine is the dot product. */
export type Vector = Float32Array;

export interface EmbeddedPassage {
  passageId: string;
  vector: Vector;
}

export interface NearestRequest {
  organizationId: string;
  /** Only vectors of this model are compared. */
  model: string;
  vector: Vector;
  limit: number;
  filters: Filters;
}

/** Where vectors are kept and compared. Two implementations, told apart by nothing but speed. */
export interface VectorStore {
  readonly kind: 'pgvector' | 'scan';
  /** Replaces what is there. Passages that are gone meanwhile are left out. */
  put(model: string, passages: EmbeddedPassage[]): Promise<void>;
  /** Nearest first. Items that were deleted may be among them. */
  nearest(request: NearestRequest): Promise<Neighbour[]>;
  /** Takes over vectors that are kept but not indexed yet. @returns how many, 0 when it is done */
  catchUp(model: string): Promise<number>;
}

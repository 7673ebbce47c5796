const ASKING =
  /^(?:(?:please |kindly )?(?:describe|explain|provide|list|state|specify|confirm|indicate|identify|detail|outline|summari[sz]e|discuss|give|attach|tell us)|what|who|whom|whose|which|when|where|why|how|do|does|did|is|are|was|were|can|could|will|would|should|shall|may|must|has|have|had|if (?:so|yes|not|no))\b/i;

/** Whether a text asks for something: it ends with a question mark or begins as people ask. */
export const readsAsQuestion = (text: string): boolean => {
  const start = text.replace(/^[\s([]*(?:\p{L}{0,3}[\d.-]{1,8}|\p{L}[.)])[\s.):\]]+/u, '');
  return /\?["”’)\s]*$/.test(text) || ASKING.test(start);
};

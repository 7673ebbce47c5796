/** Whether a text offers a choice or a place to write rather than asking: "[ ] Yes", "Your answer", "____". */
export function isChoice(text: string): boolean {
  const trimmed = text.trim();
  return (
    /^(?:\[[ xX_]?\]|\(\s{0,2}\)|[☐☑☒□❑❒○◯◻])/.test(trimmed) ||
    /^(?:yes|no|n\/?a|not sure|unsure|unknown|not applicable|other|none(?: of the above)?|all of the above|true|false|maybe|partially|meets?|fails?|pass|fail|compliant|non-?compliant|comply)(?:[\s/|,;.:_[\]☐□○()-]+(?:yes|no|n\/?a|not sure|not applicable|other|unknown|please specify|partial(?:ly)?|meets?|fails?|pass|fail|compliant|non-?compliant|does not comply))*[\s_.:*[\]☐□)/(-]*$/i.test(
      trimmed,
    ) ||
    isBlank(trimmed)
  );
}

/** Whether a text is only a place to write the answer. */
export function isBlank(text: string): boolean {
  const trimmed = text.trim();
  return (
    /^(?:_+|…+|-|[\s_.…-]{3,})$/.test(trimmed) ||
    /^(?:\[[^\]]{2,120}\]|<[^>]{2,120}>)[.*]?$/.test(trimmed) ||
    /^(?:your (?:answer|email|response|choice)|(?:vendor|bidder|offeror|respondent|contractor|supplier)?(?:['’]s)? ?(?:response|answer|comments?)|choose an item|click (?:or tap )?here[^.]{0,40}|enter (?:text|your \w+)[^.]{0,20}|type here|short answer text|long answer text)[\s:.*_]*$/i.test(
      trimmed,
    )
  );
}

/** "Bidder's name: [insert the bidder's legal name]" */
const PLACEHOLDER = /^[^[\]<>]{3,120}[[<](?:please )?(?:insert|enter|specify|indicate|state|fill in|type)\b/i;

/** Whether a text asks by leaving room: "Company name: ______", "Tax ID:" or, on a web form, "Email address *". */
export function fieldLabel(text: string): 'blank' | 'colon' | 'required' | null {
  const trimmed = text.trim();
  const words = trimmed.split(/\s+/, 26).length;
  if (words > 25 || /^[^\p{L}]*$/u.test(trimmed)) return null;
  if (
    /_{4,}|…{2,}|\.{6,}/.test(trimmed) &&
    !/\b(?:is|are|was|were|has|have|will|shall)\b/i.test(trimmed) &&
    /^[^_…]{3,160}(?:_{4,}|…{2,}|\.{6,})/.test(trimmed)
  )
    return 'blank';
  if (PLACEHOLDER.test(trimmed) && !/\b(?:is|are|was|were|has|have|will|shall|must)\b/i.test(trimmed))
    return 'blank';
  if (/[^*\s]\s*\*$/.test(trimmed) && !/\*\*$/.test(trimmed)) return 'required';
  if (/\S:$/.test(trimmed) && words <= 15) return 'colon';
  return null;
}

/** A remark to the reader rather than something to answer: "Note: …", "Hint: …". */
export const isRemark = (text: string) =>
  /^(?:\*+\s*)?(?:note|notes|hint|tip|example|warning|guidance|remark|caution|nb|n\.b\.)\s?(?:\d+|to \w+)?\s?[:.–-]\s/i.test(
    text.trim(),
  );

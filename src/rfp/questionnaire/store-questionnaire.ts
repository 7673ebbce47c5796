import type { Form, Region } from '../../formats/index.js';
import { parseRange, rangeReference } from '../../formats/index.js';
import type { Tx } from '../../platform/database/db.js';

interface Owner {
  organizationId: string;
  workflowId: string;
}

/** Keeps what was found in a form, or the mapping that somebody confirmed for an earlier one like it. */
export async function storeQuestionnaire(tx: Tx, owner: Owner, form: Form): Promise<void> {
  const { format, fingerprint, confidence, sheets } = form;
  const known = await tx.rememberedMapping.findUnique({
    where: { organizationId_fingerprint: { organizationId: owner.organizationId, fingerprint } },
  });
  const regions = known ? renewed(known.regions as unknown as Region[], form.regions) : form.regions;
  await tx.questionnaire.create({
    data: {
      ...owner,
      format,
      fingerprint,
      confidence: known ? SURE : confidence,
      remembered: known !== null,
      sheets: sheets as unknown as object[],
      regions: regions as unknown as object[],
    },
  });
}

/** Somebody has looked at a form with these very columns. */
const SURE = 0.99;

/** A remembered region reaches as far down as the rows of this form do. */
function renewed(remembered: Region[], found: readonly Region[]): Region[] {
  return remembered.map((region) => {
    const own = parseRange(region.range);
    const last = found.flatMap(({ sheet, range }) => {
      const other = parseRange(range);
      return sheet === region.sheet && other && other.top === own?.top ? [other.bottom] : [];
    });
    return own && last.length > 0
      ? { ...region, range: rangeReference({ ...own, bottom: Math.max(...last) }) }
      : region;
  });
}

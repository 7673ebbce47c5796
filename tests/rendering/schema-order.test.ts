import { describe, expect, test } from 'vitest';
import { renderResponse } from '../../src/rendering/index.js';
import { all, type Element, openDocx, parseXml } from './support/docx.js';
import { everything, item, response } from './support/response.js';

// Order of children by ECMA-376 part 1, schema wml.xsd; Word may refuse a file that departs from it.
const order: Record<string, string> = {
  'w:pPr':
    'pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs ' +
    'suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi ' +
    'adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection ' +
    'textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange',
  'w:rPr':
    'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid ' +
    'vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl ' +
    'cs em lang eastAsianLayout specVanish oMath',
  'w:pBdr': 'top left bottom right between bar',
  'w:tblPr':
    'tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing ' +
    'tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription',
  'w:tblBorders': 'top left start bottom right end insideH insideV',
  'w:tblCellMar': 'top left start bottom right end',
  'w:tcPr': 'cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign',
  'w:numPr': 'ilvl numId',
  'w:lvl': 'start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr',
  'w:num': 'abstractNumId lvlOverride',
  'w:style':
    'name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked ' +
    'personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr',
};

describe('the order of elements in the response document', () => {
  test.each(Object.keys(order))('is that of the schema in every %s', async (name) => {
    const { parts } = openDocx(
      await renderResponse(
        response([item(1, { answer: everything }), item(2, { status: 'FAILED', answer: '' })]),
      ),
    );
    const wml = [...parts].filter(([path]) => path.startsWith('word/') && !path.includes('_rels'));
    const found = wml.flatMap(([, xml]) => all(parseXml(xml), name));
    expect(found.length).toBeGreaterThan(0);
    const known = order[name]!.split(' ').map((child) => `w:${child}`);
    for (const element of found) {
      const places = names(element).map((child) => known.indexOf(child));
      expect(places, names(element).join(' ')).not.toContain(-1);
      expect(places, names(element).join(' ')).toEqual([...places].sort((a, b) => a - b));
    }
  });
});

function names(element: Element): string[] {
  return element.children.flatMap((child) => (typeof child === 'string' ? [] : [child.name]));
}

import type { Block } from '../../formats/index.js';
import { sentencesOf } from '../sentences.js';
import { sentenceVoice } from './sentence.js';
import type { Speaker } from './types.js';

/** What documents call themselves that ask for something to be offered. */
const REQUEST =
  /\brequests? for (?:proposals?|quotations?|quotes?|information|tenders?|bids?|offers?|qualifications?|expressions? of interest)\b|\binvitations? to (?:tender|bid|quote|negotiate)\b|\bcalls? for (?:tenders?|proposals?|bids?)\b|\b(?:RF[PQIT]|ITT|IFB|ITB|PQQ)\b|\bsolicitation\b|\bterms of reference\b|\bstatement of (?:work|requirements|objectives)\b|\bperformance (?:work statement|specification)\b|\bscope of (?:work|services)\b|\b(?:requirements matrix|minimum requirements)\b|^.{3,80} requirements$|\b(?:tender|bid(?:ding)?) (?:documents?|specifications?|notice)\b|\b(?:vendor|supplier|bidder|third[- ]party|security|due diligence|assessment)[\w -]{0,30} questionnaire\b|\brequirements? specification\b|\b(?:ausschreibung|lastenheft|leistungsverzeichnis|leistungsbeschreibung|vergabeunterlagen)|\bcahier des charges\b|\bappel d['’]offres\b|\bpliego\b|\blicitación\b|\bcapitolato\b|\bbando di gara\b|\bbestek\b/imu;
/** What those call themselves that offer it. */
const RESPONSE =
  /^\W*(?:(?:our|technical|commercial|management|draft|final|joint|completed) )*(?:(?:response|reply|answers?)(?: to\b| for\b|$)|(?:proposal|offer|quotation) (?:to|for|in response)\b|angebot\b|offre\b)|\b(?:completed|answered|filled[- ]in)\b|\bhow we (?:answer|respond)\b/im;
/** A buyer's answers to what bidders asked. */
const TO_BIDDERS =
  /\bquestions? (?:were )?(?:received|submitted|raised)\b|\b(?:bidders?|vendors?|offerors?|suppliers?)['’]? questions\b/i;
/** What only those speak of who buy, or who sell to them under their rules. */
const PROCUREMENT =
  /\b(?:offerors?|bidders?|tenderers?|quoters?|proposers?|solicitation|contracting officers?|statement of work|evaluation (?:criteria|factors)|(?:the|a) (?:contractor|vendor|supplier|awardee)(?:['’]s)?|period of performance|procurement|the government)\b/i;
const TEMPLATE =
  /\b(?:template|boilerplate|fill[- ]in|vorlage|muster(?:text|vertrag|angebot)?|modèle|plantilla)\b/i;
const OWN = /\b(?:we|our|ours|us|wir|unsere?[nmrs]?|nous|notre|nos|nosotros|nuestr[oa]s?)\b/i;

const HEAD_BLOCKS = 12;
const HEAD_LENGTH = 1_500;
const LONGEST_TITLE = 120;
/** From this share of its sentences on, demands make a document one that demands. */
const DEMANDS = 0.25;
/** The same of demands and of what only buyers speak of. */
const PROCURES = 0.2;
/** The same where it calls itself a request. */
const ASKED = 0.05;
const PLACEHOLDERS = 0.2;
/** Sentences read of a long document; its kind shows soon. */
const MOST_READ = 2_000;

/**
 * Who speaks in a document: a buyer, where it calls itself a request and demands, or demands all along; a template,
 * where much is still to be filled in; else we do, the knowledge base being ours.
 */
export function documentSpeaker({
  blocks,
}: {
  blocks: readonly Pick<Block, 'text' | 'row' | 'furniture'>[];
}): Speaker {
  const texts = blocks.filter(({ row, furniture }) => !row && furniture === null).map(({ text }) => text);
  const top = texts.slice(0, HEAD_BLOCKS);
  const head = top.join('\n').slice(0, HEAD_LENGTH);
  const titles = top.filter((text) => text.length <= LONGEST_TITLE).join('\n');
  const count = { all: 0, demands: 0, questions: 0, procurement: 0, own: 0, placeholders: 0 };
  for (const sentence of sentencesIn(texts)) {
    const { speaker, stance } = sentenceVoice(sentence, { speaker: 'US', stance: 'ASSERTED' });
    count.all++;
    if (stance === 'PLACEHOLDER') count.placeholders++;
    if (stance === 'QUESTION') count.questions++;
    else if (speaker === 'BUYER') count.demands++;
    else if (PROCUREMENT.test(sentence)) count.procurement++;
    else if (OWN.test(sentence)) count.own++;
  }
  const isTemplate = TEMPLATE.test(head) ? count.placeholders > 0 : count.placeholders > 2;
  if (isTemplate && count.placeholders >= count.all * PLACEHOLDERS) return 'TEMPLATE';
  if (RESPONSE.test(titles) && !TO_BIDDERS.test(titles)) return 'US';
  const asked = count.demands + count.questions;
  if (
    REQUEST.test(head) &&
    asked > 0 &&
    asked + count.procurement >= count.all * ASKED &&
    count.own <= Math.max(asked, count.procurement) * 2
  )
    return 'BUYER';
  if (count.demands < 2 || count.own > count.demands + count.procurement) return 'US';
  const demands = count.demands >= count.all * DEMANDS;
  const procures = count.demands + count.procurement >= count.all * PROCURES;
  return demands || procures ? 'BUYER' : 'US';
}

function* sentencesIn(texts: readonly string[]): Generator<string> {
  let read = 0;
  for (const text of texts)
    for (const { start, end } of sentencesOf(text)) {
      if (++read > MOST_READ) return;
      yield text.slice(start, end);
    }
}

const DEMANDING =
  /^(?:[\d.]{1,10}\s+|[a-z][.)]\s+)?(?:(?:mandatory|functional|non-functional|technical|minimum|general|security|vendor|bidder|contractor|supplier|business|project|detailed|system)\s+){0,2}(?:requirements?|specifications?)$|\b(?:instructions? to (?:bidders?|offerors?|tenderers?|proposers?|vendors?)|evaluation criteria|scope of (?:work|services)|statement of work|terms of reference|submission (?:of|requirements)|(?:mandatory|vendor|bidder|contractor) requirements)\b|^(?:[\d.]{1,10}\s+)?(?:anforderungen|exigences|requisitos|requisiti|eisen)$/i;

/** Whether a part of our own document is somebody else's: it stands under such a heading, and demands. */
export function demands(path: readonly string[], text: string): boolean {
  return (
    path.some((title) => DEMANDING.test(title.trim())) &&
    sentencesOf(text).some(
      ({ start, end }) =>
        sentenceVoice(text.slice(start, end), { speaker: 'US', stance: 'ASSERTED' }).speaker === 'BUYER',
    )
  );
}

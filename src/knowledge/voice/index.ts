export { answerVoice } from './answer.js';
export { demands, documentSpeaker } from './document.js';
export { passageVoice } from './passage.js';
export { hasPlaceholder, placeholderIn } from './placeholder.js';
export { sentenceVoice } from './sentence.js';
export { isEvidence, type Speaker, type Stance, type Voice, voiceOf } from './types.js';

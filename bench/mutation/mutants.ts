/** One change to the product that makes it wrong. */
export interface Mutant {
  file: string;
  /** A text that the file has once, and what comes in its place. */
  from: string;
  to: string;
  /** Test files that have to notice. */
  tests: readonly string[];
}

interface Place {
  file: string;
  tests: readonly string[];
}

const inPlace = (
  { file, tests }: Place,
  changes: readonly (readonly [from: string, to: string])[],
): Mutant[] => changes.map(([from, to]) => ({ file, tests, from, to }));

const EXTRACTION = [
  'tests/extraction/defaults.test.ts',
  'tests/extraction/documents.test.ts',
  'tests/extraction/obligations.test.ts',
  'tests/extraction/questions.test.ts',
  'tests/extraction/sections.test.ts',
  'tests/extraction/sentences.test.ts',
  'tests/extraction/signals.test.ts',
  'tests/extraction/tender-types.test.ts',
  'tests/extraction/unseen-kinds.test.ts',
];
const OPERATIONS = ['tests/http/limits/operations.test.ts'];
const REQUESTS = ['tests/http/limits/requests.test.ts'];
const QUOTAS = ['tests/http/limits/quotas.test.ts'];
const BUDGETS = ['tests/models/budgets.test.ts'];
const MODEL_LIMITS = ['tests/models/limits.test.ts'];
const LIBRARY = [
  'tests/library/findings.test.ts',
  'tests/library/similar-sets.test.ts',
  'tests/library/worth-keeping.test.ts',
];
const DRAFTS = ['tests/prompts/draft-answer-rules.test.ts', 'tests/prompts/draft-cases.test.ts'];

const RULES: Mutant[] = [
  ...inPlace({ file: 'src/rfp/extraction/rules/answered.ts', tests: EXTRACTION }, [
    ["return context('already answered');\n  }\n  if", 'return null;\n  }\n  if'],
    ["if (isAnswer(next, places)) return context('already answered');", ''],
    ['before.some((earlier) => /^Q', 'before.every((earlier) => /^Q'],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/rules/obligations.ts', tests: EXTRACTION }, [
    [
      "party === 'vendor' || party === 'response' || party === 'solution') return true",
      "party === 'vendor') return true",
    ],
    ["'buyers-part': ({ party }) => party === 'vendor'", "'buyers-part': () => true"],
    ["if (bidding && TELLS.test(owed)) return 'question';", ''],
    ["return bidding && HANDS_IN.test(owed) ? 'instruction' : 'requirement';", "return 'requirement';"],
    ["return isDueNow ? null : context('text of a standard clause');", 'return null;'],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/rules/questions.ts', tests: EXTRACTION }, [
    ["if (place.role === 'evaluation') return !isAmongQuestions(place, { decisions, places });", ''],
    ['wordCount(next.block.text) > 12 &&', 'wordCount(next.block.text) > 1200 &&'],
    ["? decide('question', 'goes on with the question')\n    : null;", '? null\n    : null;'],
    [
      "return decide(responding || toRespondent ? 'instruction' : 'requirement', 'bids the vendor act');",
      "return decide('requirement', 'bids the vendor act');",
    ],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/rules/defaults.ts', tests: EXTRACTION }, [
    ['const MOST = 0.4;', 'const MOST = 0.95;'],
    ['return asked === 0 ? 0 : asked / (asked + told);', 'return asked === 0 ? 0 : 1;'],
    [
      'return leadsAside(text) || isFragmentOfData(text) || opensWithBuyer(text, buyerNames);',
      'return false;',
    ],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/rules/forms.ts', tests: EXTRACTION }, [
    ["if (cell.table.kind === 'price') return context('price table');", ''],
    ["if (cell.role === 'response' || cell.role === 'answer') return context('room for an answer');", ''],
    [
      "return decide(place.role === 'submission' ? 'instruction' : 'requirement', 'item of a checklist');",
      "return decide('requirement', 'item of a checklist');",
    ],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/restatements.ts', tests: ['tests/extraction/assemble.test.ts'] }, [
    ['const SHORTEST_COPY = 4;', 'const SHORTEST_COPY = 1;'],
    ['first <= previous', 'first < previous - 1000'],
  ]),
  ...inPlace({ file: 'src/rfp/extraction/sentences.ts', tests: EXTRACTION }, [
    ['if (ABBREVIATIONS.has(bare)) return false;', ''],
    ['return !isLower(following);', 'return true;'],
  ]),
  ...inPlace({ file: 'src/rfp/library/compare-answers.ts', tests: LIBRARY }, [
    ['const SAME_ANSWER = 0.9;', 'const SAME_ANSWER = 0.5;'],
    ['const ALIKE = 0.75;', 'const ALIKE = 0.97;'],
    ['if (asked === 0 || differenceOf(read[a]!, read[b]!) !== null) return;', 'if (asked === 0) return;'],
  ]),
  ...inPlace({ file: 'src/grounding/differ.ts', tests: LIBRARY }, [
    ['const ALIKE = 0.75;', 'const ALIKE = 0.97;'],
    ['if (other && other.value !== value) return', 'if (other && other.value < value) return'],
  ]),
  ...inPlace({ file: 'src/rfp/library/similar-sets.ts', tests: LIBRARY }, [
    ['if (similarity < from) continue;', 'if (similarity <= from) continue;'],
    ['set.size - least + 1', 'set.size - least'],
  ]),
  ...inPlace({ file: 'src/rfp/library/worth-keeping.ts', tests: LIBRARY }, [
    ["if (kind === 'INSTRUCTION') return null;", ''],
    [', clientName) ? null : pair;', ', clientName) ? pair : pair;'],
  ]),
  ...inPlace({ file: 'src/rfp/prompts/draft-answer/rules.ts', tests: DRAFTS }, [
    ['if (conflict) return differing(conflict, grounds);', ''],
    ['confidenceOf(one) < confidenceOf(least)', 'confidenceOf(one) > confidenceOf(least)'],
    ['return [...keys].every((key) => said.has(key)) && ', 'return '],
  ]),
];

const RUNS = ['tests/runs/life.test.ts', 'tests/rfp/change-workflow.test.ts', 'tests/rfp/states.test.ts'];

const KERNEL: Mutant[] = [
  ...inPlace({ file: 'src/runs/change-run.ts', tests: RUNS }, [
    ['const percent = Math.max(run.percent, progress.percent);', 'const percent = progress.percent;'],
    ['state === run.state ? events', 'state === null ? events'],
    ['to: state }, ...events]', 'to: state }]'],
    ['const updatedAt = changes.length ? at : run.updatedAt;', 'const updatedAt = at;'],
    [' FOR UPDATE`', '`'],
    [' AND run.organization_id = $2::uuid', ' AND $2::uuid IS NOT NULL'],
    ['$3::int + n', '$3::int + n + 1'],
  ]),
  ...inPlace({ file: 'src/runs/life.ts', tests: RUNS }, [
    ['Math.min(1, share)', 'share'],
    ['resumeState ?? orderOf(kind)[0]', 'orderOf(kind)[0]'],
    ['order.indexOf(wayState(kind, position)) >= order', 'order.indexOf(wayState(kind, position)) > order'],
    ['if (allowed.includes(state)) return null;', 'return null;'],
  ]),
  ...inPlace({ file: 'src/runs/at-work.ts', tests: RUNS }, [
    ['now.attempt === run.attempt && ', ''],
    [' || now.state === kind.settled)', ')'],
    ['isActive(kind, now.state) || ', "now.state !== 'ERROR' || "],
  ]),
  ...inPlace({ file: 'src/runs/fail-run.ts', tests: RUNS }, [
    ['if (now.state === kind.settled) {', 'if (now.state === null) {'],
    ['attempt: run.attempt + 1', 'attempt: run.attempt'],
  ]),
  ...inPlace({ file: 'src/runs/sweep.ts', tests: RUNS }, [
    ['updatedAt: { lt: quiet }', 'updatedAt: { gt: quiet }'],
    ['if (++failures === MOST_FAILURES) throw error;', 'throw error;'],
  ]),
];

const PERMISSIONS: Mutant[] = [
  ...inPlace({ file: 'src/identity/actor.ts', tests: ['tests/identity/permissions.test.ts'] }, [
    ['ROLE_PERMISSIONS[role].has(permission) && (scopes', '(scopes'],
    [' && (scopes === null || scopes.includes(permission));', ';'],
    ['if (allows(actor, permission)) return;', 'if (allows({ ...actor, scopes: null }, permission)) return;'],
  ]),
  ...inPlace({ file: 'src/identity/permissions.ts', tests: ['tests/identity/permissions.test.ts'] }, [
    ["const ADMINS = ['owner', 'admin'] as const;", "const ADMINS = ['owner', 'admin', 'manager'] as const;"],
    ["and take ownership away', 'owner'),", "and take ownership away', ...ADMINS),"],
    ["take approvals back', ...REVIEWERS)", "take approvals back', ...WRITERS)"],
    ["merge library answers', ...LEADS)", "merge library answers', ...REVIEWERS)"],
    [
      'isPermission = (value: string): value is Permission => value in TABLE;',
      'isPermission = (_value: string): _value is Permission => true;',
    ],
  ]),
];

const LIMITS: Mutant[] = [
  ...inPlace({ file: 'src/http/graphql/limits/cost.ts', tests: OPERATIONS }, [
    ['const LIST = 10;', 'const LIST = 1;'],
    ['if (!counter.usedVariables) constant.set(operation, cost);', 'constant.set(operation, cost);'],
    ['if (Array.isArray(value)) return value.length;', ''],
    ['Math.min(Math.max(value, 1), MOST)', 'Math.min(value, MOST)'],
    ['size ?? PAGE', 'size ?? 1'],
  ]),
  ...inPlace({ file: 'src/http/graphql/limits/document-shape.ts', tests: OPERATIONS }, [
    ['inner.depth + (isField ? 1 : 0)', 'inner.depth'],
    ['total.aliases += inner.aliases;', ''],
    ['known.set(name, total);', 'known.set(name, NOTHING);'],
  ]),
  ...inPlace({ file: 'src/http/graphql/limits/limit-cost.ts', tests: OPERATIONS }, [
    ['if (requested > limits.cost)', 'if (requested > limits.cost * 10)'],
  ]),
  ...inPlace({ file: 'src/http/graphql/limits/limit-json.ts', tests: REQUESTS }, [
    ['if (byte === BACKSLASH) at++;', 'if (byte === BACKSLASH) at += 0;'],
    ['} else if (isClose(byte)) depth--;', '}'],
    ['else if (byte === COMMA) values++;', ''],
  ]),
  ...inPlace({ file: 'src/http/graphql/limits/limit-documents.ts', tests: [...OPERATIONS, ...REQUESTS] }, [
    ['if (bytes > limits.text)', 'if (bytes > limits.text * 100)'],
    ['if (CLOSE.has(kind)) depth--;', 'if (CLOSE.has(kind)) depth -= 0;'],
  ]),
  ...inPlace({ file: 'src/http/quotas/quota.ts', tests: QUOTAS }, [
    ['if (allowed) lease.left -= points;', ''],
    ['lease.unleased = policy.quota - row!.used;', 'lease.unleased = 0;'],
    [
      'if (policy.quota === 0) return { policy, allowed: true,',
      'if (policy.quota === 0) return { policy, allowed: false,',
    ],
  ]),
  ...inPlace({ file: 'src/http/quotas/caller.ts', tests: QUOTAS }, [
    ['groups.slice(0, 4)', 'groups.slice(0, 5)'],
  ]),
  ...inPlace({ file: 'src/models/budgets/rules.ts', tests: BUDGETS }, [
    ['if (spent >= 1) return', 'if (spent > 1) return'],
    ['return spent >= budget.warnAt', 'return spent > budget.warnAt'],
    ['Number(limit) === 0 ? 1 :', 'Number(limit) === 0 ? 0 :'],
    ['return Math.max(...shares);', 'return Math.min(...shares);'],
  ]),
  ...inPlace({ file: 'src/models/budgets/budgets.ts', tests: BUDGETS }, [
    ['if (told?.getTime() === since.getTime()) return;', ''],
    ['known.more.cost += cost ?? 0;', ''],
  ]),
  ...inPlace({ file: 'src/models/limits/limits.ts', tests: MODEL_LIMITS }, [
    [
      'error.status === 429 && error.retryAfterMs !== null',
      'error.status === 428 && error.retryAfterMs !== null',
    ],
    ['if (inLine) this.#release(key, lease, 0);', ''],
    ['used === null ? 0 : turn.estimatedTokens - used', '0'],
  ]),
  ...inPlace(
    { file: 'src/platform/concurrency/fair-queue.ts', tests: ['tests/platform/fair-queue.test.ts'] },
    [
      ['Math.max(1, given.places - 1)', 'given.places'],
      ['if (!isIn) return;', ''],
      [
        'if (line.length) this.#waiting.set(owner, line);',
        'if (line.length > 1) this.#waiting.set(owner, line);',
      ],
    ],
  ),
];

export const MUTANTS: readonly Mutant[] = [...RULES, ...KERNEL, ...PERMISSIONS, ...LIMITS];

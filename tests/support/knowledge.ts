import type { ApiClient } from './api-client.js';

const ADD = `mutation ($input: AddKnowledgeInput!) {
  addKnowledge(input: $input) { item { id title passages } errors { code message path } }
}`;

const items = [
  {
    title: 'Security overview',
    content:
      'All customer data at rest is encrypted with AES-256-GCM. Keys are kept in a hardware security module and ' +
      'rotated every 90 days. Data in transit is protected by TLS 1.3.\n\n' +
      'Our incident response process has four phases: detection, containment, recovery and review. Customers are ' +
      'told of an incident that concerns them within 24 hours.',
  },
  {
    title: 'Continuity',
    content:
      'The disaster recovery plan is tested twice a year. The recovery time objective is four hours and the ' +
      'recovery point objective is fifteen minutes. Backups are kept in two regions.',
  },
];

/** Two short texts, enough to answer questions on encryption, incidents and recovery. */
export const SAMPLE_KNOWLEDGE = {
  items,
  async addTo(api: ApiClient): Promise<void> {
    for (const input of items) {
      const { addKnowledge } = await api.run(ADD, { input });
      if (addKnowledge.errors.length) throw new Error(addKnowledge.errors[0].message);
    }
  },
};

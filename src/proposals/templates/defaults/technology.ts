import {
  company,
  delivery,
  implementation,
  needs,
  pricing,
  security,
  solution,
  summary,
  support,
  terms,
  text,
} from '../blocks.js';
import type { DefaultTemplate } from './types.js';

/** Templates for general use and for those who buy software or IT services. */
export const technology = {
  general: {
    name: 'General',
    synonyms: ['other', 'any', 'default'],
    sections: [
      summary(),
      needs(),
      solution('Our solution', ['Which capabilities and features does the product have?']),
      implementation,
      security('Security and compliance', [
        'Which security certifications do you hold?',
        'How is data encrypted and who has access to it?',
      ]),
      support(),
      company(),
      pricing(),
      terms(),
    ],
  },
  software: {
    name: 'Software and SaaS',
    synonyms: ['saas', 'software', 'technology', 'tech', 'internet', 'isv', 'cloud'],
    sections: [
      summary(),
      needs(),
      solution('Product', ['Which capabilities and features does the product have?']),
      text(
        'Architecture and integration',
        'How it is built, hosted and connected.',
        ['technical'],
        [
          'How is the platform hosted and where is data stored?',
          'Which interfaces and APIs are available for integration?',
          'How does the platform scale and perform under load?',
        ],
      ),
      security('Security', [
        'Which security certifications do you hold?',
        'How is data encrypted at rest and in transit?',
        'How are users authenticated and access controlled?',
        'How are vulnerabilities and penetration tests handled?',
      ]),
      implementation,
      support('Support and service levels', ['How are releases and maintenance done?']),
      company(),
      pricing('Subscription and pricing'),
      terms(),
    ],
  },
  'it-services': {
    name: 'IT services',
    synonyms: [
      'managed services',
      'msp',
      'it',
      'information technology',
      'outsourcing',
      'telecommunications',
      'telecom',
    ],
    sections: [
      summary(),
      needs('Your situation and requirements'),
      solution('Services offered', [
        'Which managed services are provided and operated?',
        'How are services monitored and operated?',
      ]),
      delivery('Transition and operation', [
        'How is the transition planned and carried out?',
        'Who is on the team and how is the work governed?',
        'How are changes and incidents managed?',
      ]),
      support('Service levels', [
        'How are incidents escalated?',
        'What are the recovery time and point objectives?',
      ]),
      security('Security and continuity', [
        'Which security certifications do you hold?',
        'How is the disaster recovery plan tested?',
        'How are backups made and kept?',
      ]),
      company('Our team and references', ['Which qualifications do your people have?']),
      pricing(),
      terms(),
    ],
  },
} satisfies Record<string, DefaultTemplate>;

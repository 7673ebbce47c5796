import {
  company,
  delivery,
  needs,
  pricing,
  security,
  solution,
  summary,
  support,
  terms,
  text,
} from './blocks.js';
import type { TemplateSection } from './types.js';

/** The templates that come with the product, by the industry of the client. */
export type Industry =
  | 'general'
  | 'software'
  | 'it-services'
  | 'healthcare'
  | 'financial-services'
  | 'public-sector'
  | 'construction'
  | 'consulting'
  | 'education'
  | 'manufacturing';

interface DefaultTemplate {
  name: string;
  /** Other words for the industry, in lower case. */
  synonyms: string[];
  sections: TemplateSection[];
}

const implementation = delivery('Implementation', [
  'How is the solution implemented, in which stages and how long does it take?',
  'Who is on the project team and how is the project governed?',
  'How are users trained?',
  'How is existing data migrated from the old system?',
]);

export const DEFAULT_TEMPLATES: Record<Industry, DefaultTemplate> = {
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
  healthcare: {
    name: 'Healthcare',
    synonyms: [
      'health',
      'health care',
      'hospital',
      'hospitals',
      'medical',
      'life sciences',
      'pharma',
      'pharmaceutical',
      'clinic',
      'biotech',
    ],
    sections: [
      summary(),
      needs(),
      solution('Solution for patients and staff', [
        'Which capabilities and features does the product have?',
        'How does it connect to electronic health records?',
        'How is it made accessible to patients?',
      ]),
      security('Privacy and security of health information', [
        'How do you comply with HIPAA and do you sign a business associate agreement?',
        'How is patient data encrypted and who has access to it?',
        'Which security certifications do you hold?',
        'How are security incidents handled and when are customers told?',
      ]),
      text(
        'Integration and data',
        'How it connects to clinical systems, and where data is kept.',
        ['technical'],
        ['Which interfaces such as HL7 and FHIR are supported?', 'Where is data stored and processed?'],
      ),
      implementation,
      support('Support and continuity of care', ['What are the recovery time and point objectives?']),
      company('Experience in healthcare', ['Which healthcare organizations use the product?']),
      pricing(),
      terms(),
    ],
  },
  'financial-services': {
    name: 'Financial services',
    synonyms: [
      'finance',
      'financial',
      'bank',
      'banking',
      'banks',
      'insurance',
      'fintech',
      'insurer',
      'capital markets',
      'asset management',
    ],
    sections: [
      summary(),
      needs(),
      solution('Solution', [
        'Which capabilities and features does the product have?',
        'Which interfaces are available?',
      ]),
      security('Security and regulatory compliance', [
        'Which security certifications and audit reports do you hold?',
        'How is data encrypted and how are keys managed?',
        'Which subprocessors are used and how are they controlled?',
        'How can customers audit the service?',
      ]),
      text(
        'Resilience and continuity',
        'How the service goes on when something fails.',
        ['support'],
        [
          'What are the recovery time and point objectives?',
          'How often is disaster recovery tested?',
          'Which availability is guaranteed?',
        ],
      ),
      implementation,
      company('About us and references', ['What is the financial position of the company?']),
      pricing(),
      terms('Terms, audit rights and next steps'),
    ],
  },
  'public-sector': {
    name: 'Public sector',
    synonyms: [
      'government',
      'federal',
      'state',
      'local government',
      'municipal',
      'municipality',
      'city',
      'county',
      'public',
      'agency',
      'authority',
      'defense',
    ],
    sections: [
      summary(),
      needs('Understanding of the requirements'),
      solution('Technical approach', [
        'Which capabilities and features does the product have?',
        'Which accessibility standards such as Section 508 and WCAG are met?',
      ]),
      delivery('Management approach', [
        'How is the project managed and how are risks handled?',
        'What is the schedule and which stages and milestones are there?',
        'How are users trained?',
      ]),
      text(
        'Staffing and key personnel',
        'Who does the work, with which qualifications.',
        ['company'],
        ['Who is on the project team?', 'Which qualifications do your people have?'],
      ),
      text(
        'Past performance',
        'Comparable work for others.',
        ['company'],
        [
          'Which public agencies use the product?',
          'Which references of comparable customers can be contacted?',
        ],
      ),
      security('Security and privacy', [
        'Which security certifications do you hold?',
        'How is data encrypted and where is it stored?',
      ]),
      support(),
      pricing('Price proposal'),
      terms('Terms and exceptions'),
    ],
  },
  construction: {
    name: 'Construction and engineering',
    synonyms: [
      'construction',
      'engineering',
      'architecture',
      'building',
      'infrastructure',
      'real estate',
      'energy',
      'utilities',
    ],
    sections: [
      summary(),
      needs('Project understanding'),
      solution('Scope of work', [
        'Which construction works and engineering services are included?',
        'Which construction materials and methods are used?',
      ]),
      delivery('Schedule and project management', [
        'What is the schedule and which milestones are there?',
        'How is the project managed and how are changes handled?',
        'How are subcontractors chosen and supervised?',
      ]),
      text(
        'Health, safety and environment',
        'How people and the environment are protected.',
        ['security'],
        ['What is your safety program and record?', 'How is environmental protection handled on site?'],
      ),
      text(
        'Quality and warranty',
        'How quality is assured, and what is guaranteed.',
        ['support'],
        ['How is quality assured?', 'Which warranty is given?'],
      ),
      company('Experience and team', [
        'Which comparable projects have you completed?',
        'Which licenses and insurance do you hold?',
      ]),
      pricing('Cost proposal'),
      terms(),
    ],
  },
  consulting: {
    name: 'Consulting and professional services',
    synonyms: [
      'consulting',
      'advisory',
      'professional services',
      'legal',
      'law firm',
      'marketing',
      'agency services',
      'accounting',
      'audit',
    ],
    sections: [
      summary(),
      needs('Your situation and goals'),
      solution('Approach', [
        'Which consulting method and approach is used?',
        'Which results and deliverables do clients get?',
      ]),
      delivery('Work plan and deliverables', [
        'In which phases is the work done and how long do they take?',
        'Who is on the team and who leads the work?',
        'How is progress reported?',
      ]),
      company('Team and experience', [
        'Which qualifications do your people have?',
        'Which similar projects have you done?',
      ]),
      security('Confidentiality', ['How is confidential information of clients protected?']),
      pricing('Fees'),
      terms(),
    ],
  },
  education: {
    name: 'Education',
    synonyms: [
      'school',
      'schools',
      'university',
      'universities',
      'higher education',
      'college',
      'k-12',
      'k12',
      'edtech',
      'research',
    ],
    sections: [
      summary(),
      needs(),
      solution('Solution for learners and staff', [
        'Which capabilities and features does the product have?',
        'Which accessibility standards are met?',
        'Which systems does it integrate with?',
      ]),
      security('Privacy of learners and security', [
        'How is personal data of students protected?',
        'How is data encrypted and who has access to it?',
        'How do users sign on?',
      ]),
      implementation,
      text(
        'Training and adoption',
        'How people learn to use it.',
        ['delivery'],
        ['How are users trained?', 'Which training material is available?'],
      ),
      support(),
      company('Experience in education'),
      pricing(),
      terms(),
    ],
  },
  manufacturing: {
    name: 'Manufacturing',
    synonyms: [
      'industrial',
      'industry',
      'automotive',
      'production',
      'factory',
      'logistics',
      'supply chain',
      'retail',
      'distribution',
    ],
    sections: [
      summary(),
      needs(),
      solution('Products and capabilities', [
        'Which products and capabilities do you offer?',
        'Which capacity is available?',
      ]),
      text(
        'Quality and standards',
        'How quality is assured, and by which standards.',
        ['security'],
        ['Which quality standards and certifications do you hold?', 'How is quality tested and controlled?'],
      ),
      delivery('Delivery and logistics', [
        'What are lead times and how is delivery planned?',
        'How is the roll-out to sites organized?',
        'How is continuity of supply ensured?',
      ]),
      text(
        'Integration with your systems',
        'How it connects to plants and business systems.',
        ['technical'],
        ['Which interfaces are available for integration?'],
      ),
      support('Service and spare parts', ['Which warranty is given?']),
      company(),
      pricing(),
      terms(),
    ],
  },
};

import { type Examination, examine, type Finding } from './examination.ts';
import { machineExaminations, type TerminalFacts } from './machine.ts';
import { type ProjectParts, projectExaminations } from './project.ts';
import { type ServiceParts, serviceExaminations } from './services.ts';

/** What the doctor looks at. */
export interface Patient extends ProjectParts, ServiceParts {
  /** Where it was called, absolute. */
  readonly directory: string;
  readonly terminal: TerminalFacts;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly warnings: number;
  readonly failures: number;
}

/** Enough for a registry far away; more would be waiting. */
const DEADLINE_MS = 5000;

/**
 * Looks at everything that the commands need, all at once, and says what would mend what is wrong.
 *
 * Works outside a project and without a network, changes nothing, and tells no secret.
 */
export async function doctor(patient: Patient, deadlineMs: number = DEADLINE_MS): Promise<Diagnosis> {
  const examinations: Examination[] = [
    ...machineExaminations(patient.directory, patient.terminal),
    ...projectExaminations(patient),
    ...serviceExaminations(patient),
  ];
  const findings = await examine(examinations, deadlineMs);
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  return { findings, warnings: count('warn'), failures: count('fail') };
}

import { repairXml } from '../../schemas/repair-xml.ts';
import type { XmlAspect } from '../../schemas/shape-report.ts';
import { collapse } from '../../schemas/xsd-scalars.ts';
import type { Check } from '../check.ts';
import type { Envelope } from '../reading.ts';
import { soapAnswers, soapOperations } from './concern.ts';
import { finding, judged, repaired } from './finding.ts';
import { exceptionText } from './soap-fault.ts';

/** Parts may stand in any order, beside others, and be left out. */
const notOfHeaders: ReadonlySet<XmlAspect> = new Set(['missing', 'extra', 'namespace']);

const parts: Check = {
  id: 'SOAP-HEADER-PARTS',
  title: 'The parts of a header that the WSDL names are written as it declares them, each once',
  level: 'MUST',
  source: 'WSDL (soap:header of the output); SOAP 1.1 §4.2',
  needs: ['SOAP-ENVELOPE'],
  trippedBy: ['soap-time-zone-word', 'soap-extra-info-text', 'soap-succeeded-twice', 'soap-succeeded-word'],
  concerns: soapOperations,
  judge({ reading }) {
    const header = reading.soapHeader();
    if (header === undefined) return { skip: 'the answer is no envelope' };
    const { count: seen, shape } = header;
    if (shape === undefined) return { findings: [], seen };
    const findings = shape.findings.flatMap((found) => {
      const isOrder = found.aspect === 'order' && !found.expected.endsWith(' once');
      if (notOfHeaders.has(found.aspect) || isOrder) return [];
      const { member: _, ...kept } = found;
      return [repaired(kept, repairXml(found, shape.slotOf(found)))];
    });
    return { findings, seen };
  },
};

const agrees: Check = {
  id: 'SOAP-EXCEPTION',
  title: 'Succeeded and ExceptionInfo say the same: false with one, true without',
  level: 'MUST',
  source: 'WSDL (soap:header of the output)',
  needs: ['SOAP-ENVELOPE'],
  trippedBy: ['soap-exception-set', 'soap-succeeded-false-alone', 'auth-soap-without-reason'],
  tripsAt: { 'auth-soap-without-reason': 'SHOULD' },
  concerns: soapAnswers,
  judge({ contract, reading }) {
    const envelope = reading.envelope();
    const said = envelope?.succeeded === undefined ? undefined : collapse(envelope.succeeded.text);
    if (envelope === undefined || contract.protocol !== 'soap' || said === undefined) return { findings: [], seen: 0 };
    const { exception } = envelope;
    const at = 'Envelope/Header/ExceptionInfo';
    if (said === 'true' || said === '1') {
      // Nothing to compare: that Succeeded is true is for another check.
      if (exception === undefined) return { findings: [], seen: 0 };
      const found = finding(at, 'nil or none beside Succeeded true', exceptionText(exception));
      return judged(repaired(found, 'write Succeeded false, or leave out ExceptionInfo'));
    }
    if (said !== 'false' && said !== '0') return { findings: [], seen: 0 };
    if (exception !== undefined) return judged();
    // With a result beside it nobody can tell which of both holds.
    const level = holdsResult(envelope) ? undefined : 'SHOULD';
    return judged(
      repaired(finding(at, 'the reason beside Succeeded false', 'none', level), 'add ExceptionInfo with a Message'),
    );
  },
};

function holdsResult({ content }: Envelope): boolean {
  return content.some((wrapper) => wrapper.children.some((child) => child.children.length > 0 || child.text !== ''));
}

/** What stands in the header of a SOAP answer beside `Succeeded` itself. */
export const soapHeaderChecks: readonly Check[] = [parts, agrees];

import { expect, test } from 'vitest';
import type { Field } from '../specs/contract.ts';
import { judgeWrapper } from './judge-xml.ts';
import { repairXml } from './repair-xml.ts';
import { element, named, scalar, serviceNamespace, soapPool, wsdlSource } from './testing/contracts.ts';
import { readXml } from './xml.ts';

const repairsOf = (content: string, fields: readonly Field[]): readonly (string | undefined)[] => {
  const xsi = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
  const reading = readXml(`<DoResponse xmlns="${serviceNamespace}" ${xsi}>${content}</DoResponse>`);
  if (!reading.ok) throw new Error(reading.error.message);
  const wrapper = { element: 'DoResponse', namespace: serviceNamespace, fields, source: wsdlSource };
  const report = judgeWrapper(reading.root, wrapper, soapPool);
  return report.findings.map((found) => repairXml(found, report.slotOf(found)));
};

const id = element('Id', scalar('int32'), false);
const name = element('Name', scalar('string'), true);
const priority = element('Priority', named('Priority'), false);
const rights = element('Mask', named('Rights'), false);
const done = element('Done', scalar('boolean'), false);
const amount = element('Amount', scalar('double'), false);
const sent = element('Sent', scalar('date-time'), false);
const nodes = element('Nodes', named('ArrayOfNode'), true);

test.each<[name: string, content: string, fields: readonly Field[], repair: string | undefined]>([
  ['a missing number', '', [id], 'add <Id>0</Id>'],
  ['a missing text', '', [name], 'add <Name xsi:nil="true"/>'],
  ['a missing enum', '', [priority], 'add <Priority>Low</Priority>'],
  ['a missing list of flags', '', [rights], 'add <Mask/>'],
  ['a name in another case', '<id>1</id>', [id], 'rename id to Id'],
  ['another namespace', '<Id xmlns="">1</Id>', [id], `put Id into the namespace ${serviceNamespace}`],
  ['an unknown element', '<Id>1</Id><Other/>', [id], 'leave out Other'],
  ['an attribute of its own', '<Id a="b">1</Id>', [id], 'leave out a'],
  ['the wrong order', '<Name/><Id>1</Id>', [id, name], 'move Id before Name'],
  ['an element twice', '<Id>1</Id><Id>2</Id>', [id], 'leave out the second Id'],
  ['a word for a number', '<Id>many</Id>', [id], 'write 0'],
  ['a fraction', '<Id>1.0</Id>', [id], 'write 1'],
  ['a number out of range', '<Id>-2147483649</Id>', [id], 'write -2147483648'],
  ['a boolean of .NET', '<Done>True</Done>', [done], 'write true'],
  ['a comma for a point', '<Amount>1,5</Amount>', [amount], 'write 1.5'],
  ['a day without time', '<Sent>2024-02-29</Sent>', [sent], 'write 2024-02-29T00:00:00'],
  ['an enum in another case', '<Priority>high</Priority>', [priority], 'write High'],
  ['flags with commas', '<Mask>Select, Update</Mask>', [rights], 'write Select Update'],
  ['flags as a number', '<Mask>3</Mask>', [rights], 'write nothing'],
  ['nil for a number', '<Id i:nil="true"/>', [id], 'write 0 and no xsi:nil'],
  ['nil with content', '<Name i:nil="true">a</Name>', [name], 'leave out what stands in it, or xsi:nil'],
  ['nil that is no boolean', '<Name i:nil="yes"/>', [name], 'write xsi:nil="true", or leave it out'],
  ['another type', '<Id i:type="Other">1</Id>', [id], 'leave out xsi:type'],
  ['text between elements', '<Nodes>a</Nodes>', [nodes], 'leave out the text between the elements'],
])('%s', (_, content, fields, repair) => {
  expect(repairsOf(content, fields)).toEqual([repair]);
});

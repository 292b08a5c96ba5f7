/** A WSDL of one service, written by hand from the published one: members in order, as `Name:type`. */
const services86 = 'http://www.superoffice.net/ws/crm/NetServer/Services86';

const operations: readonly (readonly [name: string, input: string, output: string])[] = [
  ['BeginReadFilePart', 'DocumentId:int', 'FileName:string Length:long'],
  ['BeginWriteFilePart', 'DocumentId:int', ''],
  ['CreateFile', 'DocumentId:int OverwriteExistingStream:boolean', ''],
  ['EndReadFilePart', 'DocumentId:int', ''],
  ['EndWriteFilePart', 'DocumentId:int', ''],
  ['ReadFile', 'DocumentId:int', 'FileName:string Length:int Response:string'],
  ['ReadFilePart', 'DocumentId:int FilePosition:long Length:int', 'Response:string Length:int'],
  ['WriteFile', 'DocumentId:int Document:string', ''],
  ['WriteFilePart', 'DocumentId:int FilePosition:long DocumentData:string', ''],
];

const carriers: readonly (readonly [name: string, members: string])[] = [
  ['SoCredentials', 'Ticket:string'],
  ['SoTimeZone', 'SoTimeZoneId:int SoTimeZoneLocationCode:string'],
  [
    'SoExceptionInfo',
    'Message:string StackTrace:string FriendlyText:string ExceptionType:string Source:string InnerException:a:SoExceptionInfo Parameters:a:SoExceptionInfoParameters',
  ],
];

const dictionaries: readonly (readonly [name: string, pair: string])[] = [
  ['SoExtraInfo', 'ExtraInfoNameValuePair'],
  ['SoExceptionInfoParameters', 'SoExceptionInfoParametersKeyValuePair'],
];

const parts = {
  In: 'ApplicationToken:string Credentials:a:SoCredentials TimeZone:a:SoTimeZone',
  Out: 'ExceptionInfo:a:SoExceptionInfo ExtraInfo:a:SoExtraInfo Succeeded:boolean TimeZone:a:SoTimeZone',
};

function membersOf(list: string): readonly (readonly [name: string, type: string])[] {
  return list.split(' ').flatMap((one) => {
    const [, name = '', type = ''] = /^(\w+):(.*)$/.exec(one) ?? [];
    return name === '' ? [] : [[name, type.includes(':') ? type : `xs:${type}`] as const];
  });
}

const isNullable = (type: string): boolean => !/^xs:(?:int|long|boolean)$/.test(type);

const sequence = (list: string): string =>
  `<xs:sequence>${membersOf(list)
    .map(
      ([name, type]) =>
        `<xs:element name="${name}" type="${type}"${isNullable(type) ? ' nillable="true"' : ''} minOccurs="0"/>`,
    )
    .join('')}</xs:sequence>`;

const wrapper = (name: string, list: string): string =>
  `<xs:element name="${name}"><xs:complexType>${sequence(list)}</xs:complexType></xs:element>`;

const dictionary = ([name, pair]: (typeof dictionaries)[number]): string =>
  `<xs:complexType name="${name}"><xs:annotation><xs:appinfo><IsDictionary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">true</IsDictionary></xs:appinfo></xs:annotation>
  <xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="${pair}"><xs:complexType><xs:sequence>
    <xs:element name="Key" nillable="true" type="xs:string"/><xs:element name="Value" nillable="true" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>`;

const heads = (side: 'In' | 'Out'): string =>
  membersOf(parts[side])
    .map(([name]) => `<soap:header message="a:${side}Headers" part="${name}" use="literal"/>`)
    .join('');

const headMessage = (side: 'In' | 'Out'): string =>
  `<message name="${side}Headers">${membersOf(parts[side])
    .map(([name]) => `<part name="${name}" element="a:${name}"/>`)
    .join('')}</message>`;

const headElements = [...new Map([...membersOf(parts.In), ...membersOf(parts.Out)])]
  .map(([name, type]) => `<xs:element name="${name}" type="${type}"/>`)
  .join('');

const message = (name: string, element: string): string =>
  `<message name="${name}"><part name="parameters" element="a:${element}"/></message>`;

export const fileManagerWsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="${services86}" targetNamespace="${services86}">
  <types>
    <xs:schema targetNamespace="${services86}" elementFormDefault="qualified">
      ${carriers.map(([name, list]) => `<xs:complexType name="${name}">${sequence(list)}</xs:complexType>`).join('\n      ')}
      ${dictionaries.map(dictionary).join('\n      ')}
      ${headElements}
      ${operations.map(([name, input, output]) => wrapper(name, input) + wrapper(`${name}Response`, output)).join('\n      ')}
    </xs:schema>
  </types>
  ${headMessage('In')}${headMessage('Out')}
  ${operations.map(([name]) => message(`${name}In`, name) + message(`${name}Out`, `${name}Response`)).join('\n  ')}
  <portType name="FileManager">
    ${operations.map(([name]) => `<operation name="${name}"><input message="a:${name}In"/><output message="a:${name}Out"/></operation>`).join('\n    ')}
  </portType>
  <binding name="B" type="a:FileManager">
    ${operations.map(([name]) => `<operation name="${name}"><soap:operation soapAction="${services86}/FileManager/${name}"/><input>${heads('In')}</input><output>${heads('Out')}</output></operation>`).join('\n    ')}
  </binding>
</definitions>`;

/** Pages in the layouts of the published reference, about things that it does not know. */

export interface RestPageParts {
  /** Lines of the front matter. */
  readonly frontMatter?: string;
  readonly operation?: string;
  readonly verb?: string;
  readonly before?: string;
  readonly query?: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly request?: string;
  readonly requestTitle?: string;
  readonly responseTitle?: string;
  readonly status?: string;
  readonly responseBody?: string;
  readonly response?: string;
  readonly sampleRequest?: string;
  readonly sampleResponse?: string;
}

const fence = '```';

/** A page of a REST operation; each part can be another. */
export function restPage(parts: RestPageParts = {}): string {
  const {
    frontMatter = 'uid: v1FleetAgent_SaveShip',
    operation = 'Agents/Fleet/SaveShip',
    verb = 'POST',
    before = '',
    query = '| $select | string | Which. |',
    accept = '`application/json`, `text/xml`',
    contentType = '`application/json`',
    requestTitle = '## Request Body: request',
    request = '| Property Name | Type |  Description |\n|---|---|---|\n| Name | String | How it is called |\n',
    responseTitle = '## Response:',
    status = '200',
    responseBody = '### Response body: Ship',
    response = '| Property Name | Type |  Description |\n|---|---|---|\n| Name | string | How it is called |\n',
    sampleRequest = '{\n  "Name": "Ida"\n}',
    sampleResponse = '{\n  "Name": "Ida"\n}',
  } = parts;
  return `---
title: ${verb} ${operation}
${frontMatter}
---

# ${verb} ${operation}

${fence}http
${verb} /api/v1/${operation}
${fence}

${before}

## Query String Parameters

| Parameter Name | Type |  Description |
|----------------|------|--------------|
${query}

${fence}http
${verb} /api/v1/${operation}?$select=name
${fence}

## Request Headers

| Parameter Name | Description |
|----------------|-------------|
| Authorization  | How to log in |
| Content-Type | Type of the body: ${contentType} |
| Accept         | Types of the answer: ${accept} |

${requestTitle}

${request}
${responseTitle}

OK

| Response | Description |
|----------------|-------------|
| ${status} | OK |

${responseBody}

${response}
## Sample request

${fence}http!
${verb} /api/v1/${operation}
Accept: application/json; charset=utf-8
Content-Type: application/json; charset=utf-8

${sampleRequest}
${fence}

## Sample response

${fence}http_
HTTP/1.1 ${status} OK
Content-Type: application/json; charset=utf-8

${sampleResponse}
${fence}`;
}

export interface SoapPageParts {
  readonly version?: string;
  readonly operation?: string;
  readonly text?: string;
  readonly envelopeNamespace?: string;
  /** The name of the element that the application's token stands in. */
  readonly token?: string;
  readonly request?: string;
  readonly response?: string;
}

const soap12 = 'http://www.w3.org/2003/05/soap-envelope';

/** A page of a SOAP operation of the agent `Fleet`. */
export function soapPage(parts: SoapPageParts = {}): string {
  const {
    version = 'Services86',
    operation = 'SaveShip',
    text = '',
    request = '<Fleet:Name xsi:type="xsd:string">Ida</Fleet:Name>',
    response = '',
  } = parts;
  return `---
title: ${version}.FleetAgent.${operation} SOAP
generated: 1
---

# ${version} Fleet ${operation}

SOAP examples **Remote/${version}/Fleet.svc**

## ${operation}

${text}

## ${operation} Request

${fence}xml
${envelope(parts, 'Fleet', `<Fleet:${operation}>\n    ${request}\n   </Fleet:${operation}>\n`, true)}
${fence}

## ${operation} Response

${fence}xml
${envelope(parts, 'Fleet', `<Fleet:${operation}Response>\n    ${response}\n   </Fleet:${operation}Response>`, false)}
${fence}
`;
}

function envelope(
  { version = 'Services86', envelopeNamespace = soap12, token = 'ApplicationToken' }: SoapPageParts,
  agent: string,
  body: string,
  isRequest: boolean,
): string {
  const credentials = `  <${agent}:${token}>1234567-1234-9876</${agent}:${token}>
  <${agent}:Credentials>
    <${agent}:Ticket>7T:1234</${agent}:Ticket>
  </${agent}:Credentials>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope
 xmlns:SOAP-ENV="${envelopeNamespace}"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:A="http://schemas.microsoft.com/2003/10/Serialization/Arrays"
 xmlns:${agent}="http://www.superoffice.net/ws/crm/NetServer/${version}">
${isRequest ? credentials : ''} <SOAP-ENV:Body>
   ${body}
 </SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;
}

export interface WsdlParts {
  readonly version?: string;
  /** Members of the request wrapper and of the response wrapper of the operation `SaveShip`. */
  readonly request?: string;
  readonly response?: string;
  /** Further definitions of the service's own schema. */
  readonly types?: string;
}

/** The WSDL of the service `Fleet` with the operation `SaveShip`, in the form that WCF writes. */
export function wsdl(parts: WsdlParts = {}): string {
  const {
    version = 'Services86',
    request = '<xs:element minOccurs="0" name="Name" nillable="true" type="xs:string" />',
    response = '',
    types = '',
  } = parts;
  const namespace = `http://www.superoffice.net/ws/crm/NetServer/${version}`;
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions name="WcfFleetService" targetNamespace="${namespace}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${namespace}">
  <wsdl:types>
    <xs:schema elementFormDefault="qualified" targetNamespace="${namespace}" xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="SaveShip">
        <xs:complexType>
          <xs:sequence>
            ${request}
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="SaveShipResponse">
        <xs:complexType>
          <xs:sequence>
            ${response}
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="ApplicationToken" nillable="true" type="xs:string" />
      <xs:element name="Credentials" nillable="true">
        <xs:complexType>
          <xs:sequence>
            <xs:element minOccurs="0" name="Ticket" nillable="true" type="xs:string" />
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="Succeeded" type="xs:boolean" />
      ${types}
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="SaveShipRequest">
    <wsdl:part name="parameters" element="tns:SaveShip" />
  </wsdl:message>
  <wsdl:message name="SaveShipRequest_Headers">
    <wsdl:part name="ApplicationToken" element="tns:ApplicationToken" />
    <wsdl:part name="Credentials" element="tns:Credentials" />
  </wsdl:message>
  <wsdl:message name="SaveShipResponse">
    <wsdl:part name="parameters" element="tns:SaveShipResponse" />
  </wsdl:message>
  <wsdl:message name="SaveShipResponse_Headers">
    <wsdl:part name="Succeeded" element="tns:Succeeded" />
  </wsdl:message>
  <wsdl:portType name="Fleet">
    <wsdl:operation name="SaveShip">
      <wsdl:input name="SaveShipRequest" message="tns:SaveShipRequest" />
      <wsdl:output name="SaveShipResponse" message="tns:SaveShipResponse" />
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="BasicHttpBinding_Fleet" type="tns:Fleet">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" />
    <wsdl:operation name="SaveShip">
      <soap:operation soapAction="${namespace}/Fleet/SaveShip" style="document" />
      <wsdl:input name="SaveShipRequest">
        <soap:header message="tns:SaveShipRequest_Headers" part="ApplicationToken" use="literal" />
        <soap:header message="tns:SaveShipRequest_Headers" part="Credentials" use="literal" />
        <soap:body use="literal" />
      </wsdl:input>
      <wsdl:output name="SaveShipResponse">
        <soap:header message="tns:SaveShipResponse_Headers" part="Succeeded" use="literal" />
        <soap:body use="literal" />
      </wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="WcfFleetService">
    <wsdl:port name="BasicHttpBinding_Fleet" binding="tns:BasicHttpBinding_Fleet">
      <soap:address location="https://sod.superoffice.com/Cust12345/Remote/${version}/Fleet.svc" />
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

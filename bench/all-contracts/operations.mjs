// The 200 operations that soconform and Newman are compared on, and the schemas of their answers.
import { emulatorCredentials } from '../../dist/suites/client/credentials.js';
import { readyRequest } from '../../dist/suites/client/auth.js';
import { planRun } from '../../dist/suites/plan.js';
import { jsonSchema } from '../../dist/schemas/json-schema.js';

const count = 200;

/** The first REST operations, in the order of the plan, whose result is JSON. */
export function operationsOf(catalogue) {
  const { planned } = planRun(catalogue, { protocols: ['rest'], versions: ['v1'] }, { seed: 1 });
  const withResult = planned.filter(
    ({ case: one, contract }) =>
      one.variantOf === undefined &&
      one.asks === 'operation' &&
      contract.method === 'POST' &&
      contract.output !== 'nothing',
  );
  return withResult.slice(0, count);
}

/** The same as a Postman collection: each request with one assertion, that its answer keeps to the schema. */
export function collectionOf(operations, base) {
  const item = operations.map(({ case: one, contract, types }) => {
    const { request } = readyRequest(one, 'rest', base, emulatorCredentials);
    const { $schema: _, $id: __, ...schema } = jsonSchema(contract.output, types, contract.id);
    return {
      name: one.id,
      request: {
        method: request.method,
        url: request.url,
        header: Object.entries(request.headers).map(([key, value]) => ({ key, value })),
        ...(request.body === undefined ? {} : { body: { mode: 'raw', raw: request.body } }),
      },
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: [assertion(schema)] } }],
    };
  });
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return { info: { name: 'soconform', schema }, item };
}

const assertion = (schema) =>
  `pm.test('the answer keeps to its schema', () => pm.response.to.have.jsonSchema(${JSON.stringify(schema)}));`;

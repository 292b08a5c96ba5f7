import type { Defect, DefectPlace, DefectReport, DefectRule } from '../specs/defects/defect.ts';

/** The folder that was extracted, as SARIF names it: whoever shows the report says where it lies. */
const base = 'DOCS';

/**
 * SARIF 2.1.0, a piece at a time: a whole reference has some ten thousand results. `uri` of a place is the file's
 * path below the folder that was extracted, as a relative reference of a URI.
 */
export function* sarif({ rules, defects, counts }: DefectReport, version: string): Iterable<string> {
  const head = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'soconform', version, rules: rules.map(ruleOf) } },
        originalUriBaseIds: { [base]: { description: { text: 'The folder of the documentation.' } } },
        columnKind: 'utf16CodeUnits',
        properties: { counts: Object.fromEntries(counts) },
        results: [],
      },
    ],
  };
  const [before = '', after = ''] = JSON.stringify(head, undefined, 1).split(/(?<="results": \[)(?=\])/);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  yield before;
  let separator = '\n';
  for (const defect of defects) {
    yield `${separator}${JSON.stringify(resultOf(defect, indexes.get(defect.rule) ?? -1))}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n   '}${after}\n`;
}

function ruleOf({ id, level, title, help }: DefectRule) {
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: help },
    help: { text: help },
    defaultConfiguration: { level },
  };
}

function resultOf(defect: Defect, ruleIndex: number) {
  const { rule, level, message, contracts, related } = defect;
  return {
    ruleId: rule,
    ruleIndex,
    // What has no level is no failure: SARIF wants another kind for it.
    ...(level === 'none' ? { kind: 'informational' } : {}),
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: placeOf(defect),
        ...(contracts.length === 0
          ? {}
          : { logicalLocations: contracts.map((id) => ({ fullyQualifiedName: id, kind: 'function' })) }),
      },
    ],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            physicalLocation: placeOf(place),
            message: { text: place.message },
          })),
        }),
  };
}

function placeOf({ page, line }: DefectPlace) {
  return { artifactLocation: { uri: uriOf(page), uriBaseId: base }, region: { startLine: line } };
}

/** What may stand in a path of a URI stays as it is; a colon could be taken for the end of a scheme. */
function uriOf(page: string): string {
  return page
    .split('/')
    .map((step) => encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}

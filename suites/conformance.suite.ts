import { describeConformance } from './vitest.ts';

const { SOCONFORM_SET, SOCONFORM_CATALOGUE, SOCONFORM_AGENT, SOCONFORM_OPERATION } = process.env;
const isChosen = [SOCONFORM_SET, SOCONFORM_CATALOGUE, SOCONFORM_AGENT, SOCONFORM_OPERATION].some(Boolean);

// The five seed operations, unless the environment chooses others: `suites/environment.ts` has all variables.
describeConformance(isChosen ? {} : { set: 'core' });

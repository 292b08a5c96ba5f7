import { describeConformance } from './vitest.ts';

// The five seed operations, unless the environment says otherwise: `suites/environment.ts` has all variables.
describeConformance(process.env['SOCONFORM_SET'] || process.env['SOCONFORM_CATALOGUE'] ? {} : { set: 'core' });

import type { Finding } from '../../schemas/finding.ts';
import type { WireResponse } from '../exchange.ts';
import { finding } from './finding.ts';

/** Two labels that differ: some readers take the first, some the last, some both as one text (RFC 9110 §5.3). */
export function contradiction({ headers }: WireResponse): Finding | undefined {
  const labels = headers.filter(([name]) => name === 'content-type');
  if (labels.length < 2) return undefined;
  const values = new Set(labels.map(([, value]) => value.trim()));
  return values.size < 2 ? undefined : finding('header content-type', 'one', [...values].join(' and '));
}

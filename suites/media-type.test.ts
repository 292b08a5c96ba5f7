import { describe, expect, test } from 'vitest';
import { acceptedTypes, readMediaType } from './media-type.ts';

describe('a media type', () => {
  test.each([
    ['application/json', { name: 'application/json' }],
    ['Application/JSON; charset=UTF-8', { name: 'application/json', charset: 'utf-8' }],
    ['text/xml;charset="utf-8"', { name: 'text/xml', charset: 'utf-8' }],
    ['text/xml; action="a;b"; charset=utf-16', { name: 'text/xml', charset: 'utf-16' }],
    ['application/problem+json', { name: 'application/problem+json' }],
    ['json', undefined],
    ['', undefined],
    ['application / json', undefined],
    ['application/json charset=utf-8', undefined],
  ])('reads %j', (value, expected) => {
    expect(readMediaType(value)).toEqual(expected);
  });
});

describe('an Accept header', () => {
  test.each([
    ['application/json', ['application/json']],
    ['application/json; charset=utf-8, text/json;q=0.9', ['application/json', 'text/json']],
    ['text/html;q=0, */*', ['*/*']],
    ['text/html; q=0.000 ,application/*', ['application/*']],
  ])('accepts of %j', (value, expected) => {
    expect(acceptedTypes(value)).toEqual(expected);
  });
});

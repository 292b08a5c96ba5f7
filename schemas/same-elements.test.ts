import { expect, test } from 'vitest';
import { sameElements } from './same-elements.ts';
import { readXml } from './xml.ts';

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function inside(content: string) {
  const read = readXml(`<h xmlns="urn:a" xmlns:p="urn:a" xmlns:q="urn:b" ${xsi}>${content}</h>`);
  if (!read.ok) throw new Error(read.error.message);
  return read.root.children;
}

test.each([
  ['<a>1</a>', '<a>1</a>', true],
  ['<a>1</a>', '\n  <a>1</a>', true],
  ['<a>1</a>', '<p:a>1</p:a>', true],
  ['<a x="1" y="2"><b/></a>', '<a x="1" y="2"><b></b></a>', true],
  ['<a xsi:nil="true"/>', '<a xsi:nil="true"/>', true],
  ['', '', true],
  ['<a>1</a>', '<a>2</a>', false],
  ['<a>1</a>', '<a>1</a><a>1</a>', false],
  ['<a>1</a>', '', false],
  ['<a/>', '<b/>', false],
  ['<a/>', '<q:a/>', false],
  ['<a/>', '<a x="1"/>', false],
  ['<a x="1"/>', '<a x="2"/>', false],
  ['<a x="1"/>', '<a y="1"/>', false],
  ['<a p:x="1"/>', '<a q:x="1"/>', false],
  ['<a><b>1</b></a>', '<a><b>2</b></a>', false],
  ['<a><b/></a>', '<a><b/><b/></a>', false],
  ['<a xsi:nil="true"/>', '<a xsi:nil="false"/>', false],
  // What a prefix in it is bound to is not compared.
  ['<a xsi:type="p:T"/>', '<a xsi:type="p:T"/>', false],
])('%s and %s are judged alike: %s', (one, other, isSame) => {
  expect([sameElements(inside(one), inside(other)), sameElements(inside(other), inside(one))]).toEqual([
    isSame,
    isSame,
  ]);
});

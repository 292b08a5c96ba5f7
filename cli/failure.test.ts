import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { SoconformError } from '../specs/error.ts';
import { debugging, failureOf } from './failure.ts';

const commander = (exit: number, code: string, message: string): CommanderError =>
  new CommanderError(exit, code, message);

test.each<[title: string, error: unknown, code: number, line: string | undefined]>([
  ['our own', new SoconformError('E_TARGET', 'no\n  address'), 2, 'E_TARGET no address'],
  ['a target that is not there', new SoconformError('E_UNREACHABLE', 'x', 3), 3, 'E_UNREACHABLE x'],
  [
    'a slip of ours',
    new TypeError('x is\nnot y'),
    4,
    'E_BROKEN soconform itself failed: TypeError: x is not y (SOCONFORM_DEBUG=1 shows where)',
  ],
  ['no error at all', 'text', 4, 'E_BROKEN soconform itself failed: text (SOCONFORM_DEBUG=1 shows where)'],
  [
    'a wrong flag',
    commander(1, 'commander.unknownOption', "error: unknown option '--x'\n(Did you mean --y?)"),
    2,
    "E_USAGE unknown option '--x' (Did you mean --y?)",
  ],
  ['help that was asked for', commander(0, 'commander.helpDisplayed', '(outputHelp)'), 0, undefined],
  ['help instead of a command', commander(1, 'commander.help', '(outputHelp)'), 2, undefined],
])('%s', (_, error, code, line) => {
  expect(failureOf(error, false)).toEqual(line === undefined ? { code } : { code, line });
});

test('the stack is shown when it is asked for', () => {
  const error = new TypeError('x');
  expect(failureOf(error, true).line).toBe(`E_BROKEN soconform itself failed: TypeError: x\n${error.stack}`);
});

test.each([
  [{}, false],
  [{ SOCONFORM_DEBUG: '' }, false],
  [{ SOCONFORM_DEBUG: '1' }, true],
])('%j asks for it: %s', (environment, expected) => {
  expect(debugging(environment)).toBe(expected);
});

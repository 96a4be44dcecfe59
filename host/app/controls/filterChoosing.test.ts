import { choose, nextOptions } from './filterChoosing';

describe('choosing a label filter', () => {
  test('asks for label, operator and value, and ends with the filter', () => {
    const operator = choose({ at: 'label' }, 'job');
    expect(operator).toEqual({ at: 'operator', label: 'job' });
    const value = choose({ at: 'operator', label: 'job' }, '!=');
    expect(value).toEqual({ at: 'value', label: 'job', operator: '!=' });
    expect(choose({ at: 'value', label: 'job', operator: '!=' }, 'node')).toEqual({
      at: 'done',
      filter: { label: 'job', operator: '!=', value: 'node' },
    });
  });

  test('offers what contains the typed text, whatever its case', () => {
    expect(nextOptions({ at: 'label' }, 'EV')).toEqual(['level']);
    expect(nextOptions({ at: 'label' }, 'nothing')).toEqual([]);
  });

  test.each(['=', '!=', '=~', '!~'])('puts the typed operator %s first', (operator) => {
    expect(nextOptions({ at: 'operator', label: 'job' }, operator)[0]).toBe(operator);
  });

  test('takes a value that is in no list as it was typed', () => {
    expect(nextOptions({ at: 'value', label: 'job', operator: '=' }, 'api')).toEqual(['api']);
    expect(nextOptions({ at: 'value', label: 'job', operator: '=' }, 'shop')).toEqual(['shop']);
  });
});

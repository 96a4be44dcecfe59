import { copyText } from './copyText';

function oldCopy(works: boolean): jest.Mock {
  const command = jest.fn(() => works);
  Object.assign(document, { execCommand: command });
  return command;
}

describe('copying', () => {
  test('uses the clipboard API where there is one', async () => {
    const command = oldCopy(true);
    const writeText = jest.fn(() => Promise.resolve());
    expect(await copyText('7K3M9Q', { clipboard: { writeText }, document })).toBe(true);
    expect(writeText).toHaveBeenCalledWith('7K3M9Q');
    expect(command).not.toHaveBeenCalled();
  });

  test('on plain http selects the text in a field beside the focus, and gives the focus back', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    let selected = '';
    oldCopy(true).mockImplementation(() => {
      const field = document.activeElement;
      selected = field instanceof HTMLTextAreaElement ? field.value : '';
      return true;
    });
    expect(await copyText('the link', { clipboard: undefined, document })).toBe(true);
    expect(selected).toBe('the link');
    expect(document.querySelector('textarea')).toBeNull();
    expect(button).toHaveFocus();
    button.remove();
  });

  test('tries the old way when the clipboard refuses', async () => {
    oldCopy(true);
    const writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    expect(await copyText('x', { clipboard: { writeText }, document })).toBe(true);
  });

  test('says so when neither works', async () => {
    oldCopy(false);
    expect(await copyText('x', { clipboard: undefined, document })).toBe(false);
    oldCopy(true).mockImplementation(() => {
      throw new Error('not supported');
    });
    expect(await copyText('x', { clipboard: undefined, document })).toBe(false);
  });
});

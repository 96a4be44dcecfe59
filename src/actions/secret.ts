/** Which fields hold what nobody else may fill in or read. */
import { labelTexts, textsOf } from './naming';

/** Also in the languages that Grafana's interface comes in, since a password that is shown has nothing but its words. */
const SECRET =
  /passw|passphrase|secret|api.?key|token|private.?key|one-time-code|cc-(number|csc|exp)|kennwort|mot de passe|contraseña|senha|wachtwoord|lösenord|hasło|jelszó|heslo|парол|şifre|parola|密码|密碼|パスワード|비밀번호/i;
const HINTS = ['name', 'id', 'autocomplete', 'aria-label', 'placeholder', 'data-testid', 'title'];
/** Grafana's button that shows a password. */
const EYE = '[data-testid="icon-eye"], [data-testid="icon-eye-slash"], svg[id$="eye"], svg[id$="eye-slash"]';

/** Also when an eye button has just turned the password into plain text, or dots are drawn by style alone. */
export function isSecret(field: Element): boolean {
  const said = [
    ...HINTS.map((name) => field.getAttribute(name) ?? ''),
    textsOf(field, 'aria-labelledby'),
    textsOf(field, 'aria-describedby'),
    ...labelTexts(field),
  ];
  return (
    field.matches('input[type="password"]') ||
    said.some((text) => SECRET.test(text.normalize('NFKC'))) ||
    isMasked(field) ||
    (field.closest('[data-testid="input-wrapper"]')?.querySelector(EYE) ?? null) !== null
  );
}

function isMasked(field: Element): boolean {
  const mask = getComputedStyle(field).getPropertyValue('-webkit-text-security');
  return mask !== '' && mask !== 'none';
}

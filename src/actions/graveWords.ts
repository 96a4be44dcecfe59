/** What the words on a control say of it. Pure. */
import { cleanText } from '../protocol/text';

/** Words on buttons that end, save or send something. English only: words in other languages are not read (`isReadable`). */
const GRAVE =
  /\b(delet(e[sd]?|ing)|remov(e[sd]?|ing)|destroy|drop|reset|revoke|discard|overwrite|uninstall|install|disabled?|enabled?|deactivate|activate|archive|restore|save|apply|publish|submit|send|create|generate|regenerate|import|export|share|invite|grant|confirm|danger|approve|reject|acknowledge|resolve|sign out|log ?out|pay|purchase|upgrade|update|restart|stop|kill|terminate|silence|expire|rotate|erase|wipe|purge|trash|bin|unlink|detach|disconnect|deploy|migrate|transfer|replace)\b/i;

/** @param words all that names a control, as authored or found */
export function isGrave(words: string): boolean {
  return GRAVE.test(apart(words));
}

/**
 * Whether a person who knows English can tell from these words what the control does: there is a word or a number, and no
 * letter of another script, which may only look like one of ours.
 */
export function isReadable(words: string): boolean {
  const plain = apart(words);
  return /[a-z]{2}|\d/i.test(plain) && !/(?![a-z])\p{L}/iu.test(plain);
}

/** Words that are joined as names in code are, or that hold what cannot be seen, one by one. */
function apart(words: string): string {
  return cleanText(words.normalize('NFKC'))
    .replace(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
}

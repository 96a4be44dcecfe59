/** The browser as `barrierTo` sees it. */
import type { BarrierWorld, LocalNetwork } from './barriers';

/** How long a page waits for word of what its policy refused, which comes as an event of its own; in milliseconds. */
const WORD_WITHIN = 250;

let ofThisPage: BarrierWorld | null = null;

/** One for a page, made before the first call that may fail: a policy's refusal is told once, to who listens then. */
export function pageBarriers(): BarrierWorld {
  ofThisPage ??= browserBarriers();
  return ofThisPage;
}

function browserBarriers(): BarrierWorld {
  const refused = new Set<string>();
  const waiting = new Set<() => void>();
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, disposition, blockedURI }) => {
    // What is only reported (content_security_policy_report_only) still gets through.
    if (effectiveDirective === 'connect-src' && disposition === 'enforce') {
      refused.add(originOf(blockedURI));
      waiting.forEach((look) => look());
    }
  });
  const onRefusal = (url: string, told: () => void) => {
    const look = () => {
      if (refused.has(originOf(url))) {
        waiting.delete(look);
        told();
      }
    };
    waiting.add(look);
    queueMicrotask(() => waiting.has(look) && look());
    return () => waiting.delete(look);
  };
  return {
    pageOrigin: window.location.origin,
    onRefusal,
    refusedByPolicy: (url) =>
      new Promise((resolve) => {
        const overdue = setTimeout(() => {
          unwatch();
          resolve(false);
        }, WORD_WITHIN);
        const unwatch = onRefusal(url, () => {
          clearTimeout(overdue);
          resolve(true);
        });
      }),
    async isDenied(network) {
      const [now, before] = await Promise.all([permission(network), permission(OLD_NAME)]);
      return (now ?? before) === 'denied';
    },
  };
}

/** Older versions of Chrome have one permission for both networks. */
const OLD_NAME = 'local-network-access';

async function permission(name: LocalNetwork | typeof OLD_NAME): Promise<PermissionState | null> {
  try {
    // The DOM's own type does not know these names yet; a browser that does not know them either rejects.
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return null;
  }
}

/** A policy names what it refused by its address, or by a word where there is none. */
function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}

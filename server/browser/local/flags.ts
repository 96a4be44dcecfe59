/** With what Chromium is started: shut off from everything but its proxy, and without what nobody in it may use. Pure. */
import { profileFlag } from './profiles';

export interface StartFlags {
  profile: string;
  proxyPort: number;
  /** False for tests on machines that have no sandbox. */
  sandbox: boolean;
  size: { width: number; height: number };
  /** Whether /dev/shm is large enough. */
  sharedMemory: boolean;
  /** Whether it has a screen to draw on: then one window covers all of it, without anything of Chromium's around the page. */
  isOnScreen?: boolean;
}

const OFF = [
  // Ways around the proxy, or around a look at what is opened.
  'AsyncDns',
  'DnsOverHttps',
  'Prerender2',
  'SpeculationRulesPrefetchFuture',
  'DialMediaRouteProvider',
  'MediaRouter',
  'GlobalMediaControls',
  // Windows and bubbles of Chromium that nobody here could answer.
  'Translate',
  'AutofillServerCommunication',
  'PasswordManagerOnboarding',
  'OptimizationHints',
  'InterestFeedContentSuggestions',
  'CalculateNativeWinOcclusion',
  'PaintHolding',
];

/** One window as large as the screen, in which there is the page alone; Chromium's menus, and what its keys would bring up, are off in it. */
const ON_SCREEN = ['--kiosk', '--ozone-platform=x11', '--window-position=0,0'];

export function flags({ profile, proxyPort, sandbox, size, sharedMemory, isOnScreen = false }: StartFlags): string[] {
  return [
    ...(isOnScreen ? ON_SCREEN : ['--headless']),
    '--remote-debugging-pipe',
    profileFlag(profile),
    `--window-size=${size.width},${size.height}`,
    ...(sandbox ? [] : ['--no-sandbox']),
    // The network: everything by the proxy, also what goes to this machine; no names are looked up here, nothing by UDP.
    `--proxy-server=http://127.0.0.1:${proxyPort}`,
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-quic',
    '--dns-prefetch-disable',
    // What it would do by itself.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-component-extensions-with-background-pages',
    '--disable-client-side-phishing-detection',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--metrics-recording-only',
    '--no-pings',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-service-autorun',
    // What it would ask or reach for.
    '--disable-extensions',
    '--disable-print-preview',
    '--disable-notifications',
    '--disable-speech-api',
    '--disable-file-system',
    '--deny-permission-prompts',
    '--disable-external-intent-requests',
    '--disable-search-engine-choice-screen',
    '--password-store=basic',
    '--use-mock-keychain',
    '--mute-audio',
    `--disable-features=${OFF.join(',')}`,
    // What it may use.
    '--disable-gpu',
    ...(sharedMemory ? [] : ['--disable-dev-shm-usage']),
    '--renderer-process-limit=4',
    '--js-flags=--max-old-space-size=512',
    '--disk-cache-size=67108864',
    '--media-cache-size=16777216',
    // Pictures come as soon as they are there, also of what is not in front.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--lang=en-US',
    'about:blank',
  ];
}

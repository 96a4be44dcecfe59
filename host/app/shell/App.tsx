import { css, cx } from '@emotion/css';
import { Component, type ComponentType, type ReactNode } from 'react';
import { Router } from 'react-router-dom';
import { CompatRouter } from 'react-router-dom-v5-compat';
import { ThemeContext, type GrafanaTheme2 } from '@grafana/data';
import { locationService, LocationServiceProvider } from '@grafana/runtime';
import { Alert, GlobalStyles, Modal, PortalContainer, useStyles2 } from '@grafana/ui';
import { LoginPage } from '../account/LoginPage';
import { pluginModal } from '../plugins/modals';
import { CHROME, megaMenu } from './chrome';
import { CommandPalette } from './CommandPalette';
import { MegaMenu } from './MegaMenu';
import { Notifications } from './Notifications';
import { AppRoutes } from './routes';
import { useStore } from './store';
import { theme } from './theme';
import { TopBar } from './TopBar';

/** React Router 5's router; its types resolve to those of version 6, which has no `history`. */
const HistoryRouter = Router as unknown as ComponentType<{
  history: ReturnType<typeof locationService.getHistory>;
  children: ReactNode;
}>;

/** The whole demo Grafana. `problem` says why the plugin is missing, or is null. */
export function App({ problem }: { problem: string | null }) {
  const current = useStore(theme);
  return (
    <ThemeContext.Provider value={current}>
      <GlobalStyles />
      <HistoryRouter history={locationService.getHistory()}>
        <LocationServiceProvider service={locationService}>
          <CompatRouter>
            <Frame problem={problem} />
          </CompatRouter>
        </LocationServiceProvider>
      </HistoryRouter>
    </ThemeContext.Provider>
  );
}

/** The page for people who have yet to sign in. */
export function SignedOut() {
  return (
    <ThemeContext.Provider value={useStore(theme)}>
      <GlobalStyles />
      <LoginPage />
    </ThemeContext.Provider>
  );
}

function Frame({ problem }: { problem: string | null }) {
  const styles = useStyles2(getStyles);
  const menu = useStore(megaMenu);
  return (
    <div className="grafana-app">
      <MegaMenu />
      <TopBar />
      <main id="pageContent" className={cx('main-view', styles.content, menu === 'docked' && styles.besideMenu)}>
        {problem !== null && (
          <Alert
            severity="warning"
            title="The Live Sessions plugin is not loaded"
            className={styles.problem}
            data-testid="host-plugin-problem"
          >
            {problem}. Build it with <code>npm run build</code> and reload this page.
          </Alert>
        )}
        <PageErrors>
          <AppRoutes />
        </PageErrors>
      </main>
      <PluginModal />
      <CommandPalette />
      <Notifications />
      <PortalContainer />
    </div>
  );
}

function PluginModal() {
  const open = useStore(pluginModal);
  if (open === null) {
    return null;
  }
  const close = () => pluginModal.set(null);
  const Body = open.body;
  return (
    <Modal isOpen title={open.title} onDismiss={close}>
      <Body onDismiss={close} />
    </Modal>
  );
}

/** A page that throws shows what it threw; menu and top bar stay. */
class PageErrors extends Component<{ children: ReactNode }, { message: string | null }> {
  state: { message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  render() {
    const { message } = this.state;
    return message === null ? (
      this.props.children
    ) : (
      <Alert severity="error" title="An unexpected error happened" style={{ margin: 16 }}>
        {message}
      </Alert>
    );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ paddingTop: CHROME.topBar }),
  besideMenu: css({ paddingLeft: CHROME.megaMenu }),
  problem: css({ margin: theme.spacing(2) }),
});
